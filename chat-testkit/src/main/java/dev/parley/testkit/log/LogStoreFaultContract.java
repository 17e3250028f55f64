package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.all;
import static dev.parley.testkit.internal.Samples.append;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.retry;
import static dev.parley.testkit.internal.Stages.await;
import static dev.parley.testkit.internal.Stages.awaitFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Duplicate;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.protocol.ErrorCode;
import dev.parley.testkit.store.StoreFaults;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rules 3, 4 and 60 of {@link LogStore}: what failures say, and that nothing is worse afterwards. The adapter supplies
 * the faults; tests of this contract don't run at the same time over the same faults. Implementations are thread-safe.
 */
public interface LogStoreFaultContract extends StoresUnderTest {

    /**
     * Breaks what {@link #stores} depend on.
     *
     * @return the faults, all healed
     */
    StoreFaults faults();

    /** Cut off, a store fails with the codes of rule 3, from every method. */
    @Test
    default void rule3_aStoreThatIsCutOffFailsRetryably() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        faults().cutOff();
        try {
            assertThat(awaitFailure(logs.check()).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            assertThat(awaitFailure(logs.heads(List.of(conversation))).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            assertThat(awaitFailure(logs.read(conversation, 1, 9, 9, RangeEnd.OLDEST))
                            .code())
                    .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            assertThat(awaitFailure(logs.append(List.of(append(conversation, message()))))
                            .code())
                    .isIn(ErrorCode.STORE_UNAVAILABLE, ErrorCode.OUTCOME_UNKNOWN, ErrorCode.OVERLOADED);
        } finally {
            faults().heal();
        }
    }

    /** When what it depends on is back, so is the store. */
    @Test
    default void rule4_aStoreIsBackWhenWhatItDependsOnIs() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        commit(logs, conversation, message());
        for (int time = 2; time <= 4; time++) {
            faults().cutOff();
            try {
                awaitFailure(logs.heads(List.of(conversation)));
            } finally {
                faults().heal();
            }
            await(logs.check());
            assertThat(commit(logs, conversation, message())).isEqualTo(new Appended(time));
        }
    }

    /** What failed for sure left nothing; what may have happened is told by its key. */
    @Test
    default void rule60_appendingAgainAfterACutOffMakesOneEntry() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry entry = message();
        ErrorCode code;
        faults().cutOff();
        try {
            code = awaitFailure(logs.append(List.of(append(conversation, entry))))
                    .code();
        } finally {
            faults().heal();
        }
        if (code != ErrorCode.OUTCOME_UNKNOWN) {
            assertThat(all(logs, conversation)).isEmpty();
        }
        commit(logs, conversation, retry(entry));
        assertThat(all(logs, conversation)).hasSize(1);
    }

    /** An answer that was lost is an unknown outcome, never a failure for sure. */
    @Test
    default void rule60_aLostAnswerIsAnUnknownOutcomeThatTheKeyResolves() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        ConversationId other = conversation();
        NewEntry one = message();
        NewEntry two = message();
        faults().loseAnswers();
        try {
            assertThat(awaitFailure(logs.append(List.of(append(conversation, one), append(other, two))))
                            .code())
                    .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        } finally {
            faults().heal();
        }
        List<AppendResult> again = commit(logs, append(conversation, retry(one)), append(other, retry(two)));
        List<Entry> stored = all(logs, conversation);
        assertThat(stored).hasSize(1);
        assertThat(all(logs, other)).hasSize(1);
        assertThat(again.get(0)).isIn(new Appended(1), new Duplicate(stored.get(0)));
        assertThat(commit(logs, conversation, message())).isEqualTo(new Appended(2));
    }
}
