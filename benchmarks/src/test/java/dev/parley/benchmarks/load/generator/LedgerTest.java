package dev.parley.benchmarks.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.benchmarks.load.subject.Scene;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final long BASE = 1_000;
    private static final Schedule SCHEDULE = new Schedule(0, 1_000);

    private final Ledger pairs = ledger(new Scene(4, 2, true), 4, 0);

    private static Ledger ledger(Scene scene, int messages, int warmup) {
        Ledger.Plan plan = new Ledger.Plan(BASE, Long.MAX_VALUE, warmup, messages - warmup);
        Ledger ledger = new Ledger(scene, new Ledger.Senders(0, scene.users(), 1), true, plan, SCHEDULE);
        for (int i = 0; i < messages; i++) {
            ledger.sent();
        }
        return ledger;
    }

    private void allArrives() {
        for (int user = 0; user < 4; user++) {
            pairs.acked(user, BASE + user, 0);
            assertThat(pairs.delivered(user ^ 1, BASE + user, 0)).isTrue();
            pairs.receipted(user, BASE + user, 0);
        }
    }

    @Test
    void aRoundInWhichEverythingArrivesOnceIsValid() {
        allArrives();
        assertThat(pairs.counts().valid()).isTrue();
        assertThat(pairs.missing()).isZero();
    }

    @Test
    void whatIsLostIsMissing() {
        assertThat(pairs.missing()).isEqualTo(12);
        pairs.acked(0, BASE, 0);
        assertThat(pairs.delivered(1, BASE, 0)).isTrue();
        assertThat(pairs.missing()).isEqualTo(10);
        assertThat(pairs.counts().valid()).isFalse();
    }

    @Test
    void whatComesTwiceIsADuplicate() {
        allArrives();
        assertThat(pairs.delivered(1, BASE, 0)).isFalse();
        pairs.acked(0, BASE, 0);
        pairs.receipted(0, BASE, 0);
        assertThat(pairs.counts().duplicates()).isEqualTo(3);
        assertThat(pairs.counts().valid()).isFalse();
    }

    @Test
    void aDuplicateDoesNotMakeUpForALoss() {
        assertThat(pairs.delivered(1, BASE, 0)).isTrue();
        assertThat(pairs.delivered(1, BASE, 0)).isFalse();
        assertThat(pairs.counts().missing()).isEqualTo(11);
    }

    @Test
    void whatReachesTheWrongUserIsStray() {
        allArrives();
        assertThat(pairs.delivered(2, BASE, 0)).isFalse();
        pairs.acked(1, BASE, 0);
        assertThat(pairs.counts().stray()).isEqualTo(2);
        assertThat(pairs.counts().valid()).isFalse();
    }

    @Test
    void whatWasNeverSentIsStray() {
        allArrives();
        assertThat(pairs.delivered(0, BASE + 4, 0)).isFalse();
        pairs.acked(0, BASE - 1, 0);
        assertThat(pairs.counts().stray()).isEqualTo(2);
    }

    @Test
    void whatComesBackToItsSenderIsAnEcho() {
        allArrives();
        assertThat(pairs.delivered(0, BASE, 0)).isFalse();
        assertThat(pairs.counts().echoes()).isEqualTo(1);
        assertThat(pairs.counts().valid()).isTrue();
    }

    @Test
    void whatARoundThatWasGivenUpStillOwesIsNotCountedAgain() {
        Scene scene = new Scene(2, 2, false);
        Ledger later =
                new Ledger(scene, new Ledger.Senders(0, 2, 1), true, new Ledger.Plan(BASE, BASE - 10, 0, 1), SCHEDULE);
        later.sent();
        later.acked(0, BASE - 3, 0);
        assertThat(later.counts().stray()).isZero();
        later.acked(0, BASE - 11, 0);
        assertThat(later.counts().stray()).isEqualTo(1);
    }

    @Test
    void everyMemberOfAGroupMustGetAMessage() {
        Ledger group = ledger(new Scene(6, 3, false), 6, 0);
        for (int sender = 0; sender < 6; sender++) {
            group.acked(sender, BASE + sender, 0);
            int first = sender / 3 * 3;
            for (int member = first; member < first + 3; member++) {
                assertThat(group.delivered(member, BASE + sender, 0)).isEqualTo(member != sender);
            }
        }
        assertThat(group.counts().valid()).isTrue();
        assertThat(group.counts().delivered()).isEqualTo(12);
    }

    @Test
    void anErrorVoidsTheRound() {
        allArrives();
        pairs.failed("no");
        assertThat(pairs.counts().valid()).isFalse();
        assertThat(pairs.counts().firstErrors()).containsExactly("no");
    }

    @Test
    void latencyCountsFromWhenTheMessageWasToBeSent() {
        pairs.acked(3, BASE + 3, 10_000_000);
        assertThat(pairs.ackMicros().getMaxValue()).isBetween(7_000L, 7_010L);
    }

    @Test
    void theWarmUpIsAccountedForAndNotMeasured() {
        Ledger warm = ledger(new Scene(2, 2, false), 2, 1);
        warm.acked(0, BASE, 50_000_000);
        assertThat(warm.ackMicros().getTotalCount()).isZero();
        warm.acked(1, BASE + 1, 50_000_000);
        assertThat(warm.ackMicros().getTotalCount()).isEqualTo(1);
        assertThat(warm.counts().acked()).isEqualTo(2);
    }

    @Test
    void neighboursSendInTurnsAndNeverRightAfterEachOther() {
        Ledger.Senders senders = Ledger.Senders.apart(7, 1_000);
        List<Integer> turn = IntStream.range(0, 1_000).map(senders::of).boxed().toList();
        assertThat(turn)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(7, 1_007).boxed().toList());
        for (int user = 7; user < 1_006; user++) {
            int apart = Math.abs(turn.indexOf(user) - turn.indexOf(user + 1));
            assertThat(Math.min(apart, 1_000 - apart)).isGreaterThan(300);
        }
        assertThat(senders.of(1_000)).isEqualTo(senders.of(0));
        assertThat(Ledger.Senders.apart(3, 1).of(5)).isEqualTo(3);
    }
}
