package dev.parley.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.node.NodeId;
import dev.parley.model.UserId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RollsTest {

    private static final UserId ADA = new UserId("ada");
    private static final UserId BOB = new UserId("bob");
    private static final NodeId ONE = new NodeId("one");
    private static final NodeId TWO = new NodeId("two");

    private final Rolls rolls = new Rolls(4);

    @Test
    void aRollIsWholeWithItsLastPart() {
        assertThat(rolls.whole(List.of(ONE))).isFalse();
        assertThat(rolls.ask(ONE, 7)).isEqualTo(7);
        rolls.answered(ONE, part(7, false, ADA));
        assertThat(rolls.whole(List.of(ONE))).isFalse();
        rolls.answered(ONE, part(7, true, BOB));
        assertThat(rolls.whole(List.of(ONE))).isTrue();
        assertThat(rolls.of(ADA)).containsExactly(ONE);
        assertThat(rolls.of(BOB)).containsExactly(ONE);
        assertThat(rolls.ask(ONE, 8)).isZero();
    }

    @Test
    void allThatAreKnownMustBeWhole() {
        whole(ONE);
        assertThat(rolls.whole(List.of(ONE, TWO))).isFalse();
        rolls.came(TWO, ADA); // before the directory names it
        assertThat(rolls.whole(List.of(ONE))).isFalse();
        whole(TWO);
        assertThat(rolls.whole(List.of(ONE, TWO))).isTrue();
    }

    @Test
    void whoeverCameAndWentSinceIsKnown() {
        whole(ONE, ADA);
        assertThat(rolls.came(ONE, ADA)).isFalse();
        assertThat(rolls.came(TWO, ADA)).isTrue();
        assertThat(rolls.came(TWO, BOB)).isTrue();
        assertThat(rolls.of(ADA)).containsExactlyInAnyOrder(ONE, TWO);
        rolls.left(ONE, ADA);
        rolls.left(ONE, BOB); // was never there
        assertThat(rolls.of(ADA)).containsExactly(TWO);
        assertThat(rolls.of(BOB)).containsExactly(TWO);
        rolls.left(TWO, ADA);
        assertThat(rolls.of(ADA)).isEmpty();
    }

    @Test
    void whatIsLostOfOneNodeIsAskedForAgainAndOldAnswersCountNoMore() {
        whole(ONE, ADA);
        whole(TWO, ADA, BOB);
        rolls.lose(TWO);
        assertThat(rolls.whole(List.of(ONE))).isFalse();
        assertThat(rolls.of(ADA)).containsExactly(ONE);
        assertThat(rolls.of(BOB)).isEmpty();
        rolls.ask(TWO, 20);
        rolls.lose(TWO);
        rolls.ask(TWO, 21);
        rolls.came(TWO, BOB);
        rolls.answered(TWO, part(20, true, ADA));
        assertThat(rolls.whole(List.of(ONE, TWO))).isFalse();
        rolls.answered(TWO, part(21, true));
        assertThat(rolls.whole(List.of(ONE, TWO))).isTrue();
        assertThat(rolls.of(BOB)).containsExactly(TWO);
        assertThat(rolls.of(ADA)).containsExactly(ONE);
    }

    @Test
    void anAnswerToAQuestionBeforeALossCompletesNothing() {
        rolls.ask(ONE, 1);
        rolls.lose(ONE);
        rolls.answered(ONE, part(1, true, ADA));
        assertThat(rolls.whole(List.of(ONE))).isFalse();
        assertThat(rolls.of(ADA)).isEmpty();
    }

    @Test
    void whoDoesNotAnswerIsAskedAgainAndWhoAnswersIsNot() {
        assertThat(rolls.ask(ONE, 1)).isEqualTo(1);
        for (int beat = 0; beat < Rolls.PATIENCE; beat++) {
            assertThat(rolls.ask(ONE, 2 + beat)).isZero();
        }
        assertThat(rolls.ask(ONE, 50)).isEqualTo(50);
        for (int beat = 0; beat < 3 * Rolls.PATIENCE; beat++) {
            assertThat(rolls.ask(ONE, 60 + beat)).isZero();
            rolls.answered(ONE, part(50, false));
        }
    }

    @Test
    void nodesThatAreGoneTakeTheirUsersWithThem() {
        whole(ONE, ADA);
        whole(TWO, ADA, BOB);
        rolls.retain(Set.of(ONE));
        assertThat(rolls.whole(List.of(ONE))).isTrue();
        assertThat(rolls.of(ADA)).containsExactly(ONE);
        assertThat(rolls.of(BOB)).isEmpty();
        rolls.lose();
        assertThat(rolls.of(ADA)).isEmpty();
    }

    @Test
    void moreUsersThanFitMakeNoRollWholeAndNobodyIsAskedUntilThereIsRoom() {
        whole(ONE, new UserId("1"), new UserId("2"), new UserId("3"));
        whole(TWO, new UserId("4"));
        assertThat(rolls.whole(List.of(ONE, TWO))).isTrue();
        rolls.came(TWO, new UserId("5"));
        assertThat(rolls.whole(List.of(ONE, TWO))).isFalse();
        assertThat(rolls.of(new UserId("5"))).isEmpty();
        assertThat(rolls.ask(TWO, 90)).isZero();
        rolls.lose(ONE);
        assertThat(rolls.ask(TWO, 91)).isEqualTo(91);
    }

    private void whole(NodeId node, UserId... users) {
        rolls.ask(node, 5);
        rolls.answered(node, part(5, true, users));
    }

    private static NodeSignal.RollPart part(long ask, boolean last, UserId... users) {
        return new NodeSignal.RollPart(ask, List.of(users), last);
    }
}
