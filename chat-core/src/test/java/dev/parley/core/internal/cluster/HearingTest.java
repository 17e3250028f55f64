package dev.parley.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.node.NodeId;
import dev.parley.model.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HearingTest {

    private static final NodeId HERE = new NodeId("here");
    private static final NodeId ONE = new NodeId("one");
    private static final NodeId TWO = new NodeId("two");

    private final List<NodeSignal> heard = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private int missed;
    /** Whose, or null for anybody's. */
    private @Nullable NodeId whose = HERE;

    private final class Counting implements Hearing.Missed {
        @Override
        public void of(List<NodeId> senders) {
            missed++;
            whose = senders.get(0);
        }

        @Override
        public void ofAll() {
            missed++;
            whose = null;
        }
    }

    private final Hearing hearing = new Hearing(
            HERE, (sender, signal) -> heard.add(signal), new Counting(), (where, failure) -> failures.add(failure));

    @Test
    void framesInARowMissNothing() {
        for (int number = 1; number <= 5; number++) {
            comes(ONE, 1, number);
            comes(TWO, 7, number);
        }
        assertThat(missed).isZero();
        assertThat(heard).hasSize(10);
    }

    @Test
    void aNumberThatIsLeftOutIsMissedOnce() {
        comes(ONE, 1, 1);
        comes(ONE, 1, 3);
        assertThat(missed).isEqualTo(1);
        assertThat(whose).isEqualTo(ONE);
        comes(ONE, 1, 4);
        comes(ONE, 1, 2); // late
        comes(ONE, 1, 4); // twice
        assertThat(missed).isEqualTo(1);
        assertThat(heard).hasSize(5);
    }

    @Test
    void whatASenderSaidBeforeItsFirstFrameThatArrivesIsMissed() {
        comes(ONE, 1, 2);
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void aSenderThatTookThisNodeForDeadToldItNothing() {
        comes(ONE, 1, 1);
        comes(ONE, 2, 1);
        assertThat(missed).isEqualTo(1);
        comes(ONE, 1, 2); // late, of the link before
        comes(ONE, 2, 2);
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void aNodeThatLivesAndSaysNothingIsMissedEverMoreRarely() {
        comes(ONE, 1, 1);
        comes(TWO, 1, 1);
        for (int beat = 0; beat < 20; beat++) {
            hearing.beat(Set.of(HERE, ONE, TWO));
            comes(TWO, 1, 2 + beat);
        }
        assertThat(missed).isEqualTo(3); // after 4, 8 and 16 beats
        assertThat(whose).isEqualTo(ONE);
        assertThat(hearing.deaf()).isFalse();
    }

    /** It cannot reach the bus, and goes on writing to the stores. */
    @Test
    void aNodeThatFellSilentIsLookedForThoughItsLeaseEnded() {
        comes(ONE, 1, 1);
        for (int beat = 1; beat <= 15; beat++) {
            hearing.beat(Set.of(HERE, ONE));
        }
        for (int beat = 16; beat <= 200; beat++) {
            hearing.beat(Set.of(HERE));
            assertThat(hearing.deaf()).isFalse();
        }
        assertThat(missed).isEqualTo(5); // after 4, 8, 16, 32 and 64 beats
    }

    @Test
    void whoHearsNobodyIsDeaf() {
        for (int beat = 1; beat <= Hearing.SILENT_BEATS; beat++) {
            assertThat(hearing.deaf()).isFalse();
            hearing.beat(Set.of(HERE, ONE, TWO));
        }
        assertThat(hearing.deaf()).isTrue();
        comes(TWO, 1, 1);
        assertThat(hearing.deaf()).isFalse();
    }

    @Test
    void aNodeAloneIsNotDeaf() {
        for (int beat = 0; beat < 20; beat++) {
            hearing.beat(Set.of(HERE));
        }
        assertThat(hearing.deaf()).isFalse();
        assertThat(missed).isZero();
    }

    @Test
    void aNodeThatDiedIsForgottenAndFoundOutIfItComesBack() {
        comes(ONE, 1, 1);
        for (int beat = 0; beat < 20; beat++) {
            hearing.beat(Set.of(HERE));
        }
        assertThat(missed).isZero();
        comes(ONE, 1, 2);
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void aNodeThatIsHeardBeforeTheDirectoryNamesItIsKept() {
        comes(ONE, 1, 1);
        hearing.beat(Set.of(HERE));
        comes(ONE, 1, 2);
        assertThat(missed).isZero();
    }

    @Test
    void anInterruptionIsMissedAndLastsUntilSomethingIsHeard() {
        hearing.interrupted();
        assertThat(missed).isEqualTo(1);
        assertThat(whose).isNull();
        hearing.beat(Set.of(HERE));
        assertThat(hearing.deaf()).isFalse(); // alone, there is nobody to hear
        hearing.beat(Set.of(HERE, ONE));
        assertThat(hearing.deaf()).isTrue();
        comes(ONE, 1, 1);
        assertThat(hearing.deaf()).isFalse();
    }

    @Test
    void whatItSaysItselfIsNotHeardAndWhatCannotBeReadIsReported() {
        comes(HERE, 1, 9);
        hearing.frame(new byte[] {9, 9, 9});
        assertThat(heard).isEmpty();
        assertThat(missed).isZero();
        assertThat(failures).hasSize(1);
    }

    private void comes(NodeId sender, long link, long number) {
        NodeSignal signal = new NodeSignal.Moved(new ConversationId("trip"), number, 1);
        hearing.frame(NodeFrames.encode(new NodeFrame(sender, link, number, List.of(signal))));
    }
}
