package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.append;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.fill;
import static dev.parley.testkit.internal.Samples.head;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Conflict;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 40 and 41 of {@link LogStore}: appends on a condition. Implementations are thread-safe. */
public interface LogStoreExpectationContract extends StoresUnderTest {

    /** The head that the log has, and any other. */
    @Test
    default void rule40_anExpectedHeadMustBeTheHead() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        assertThat(commit(logs, append(conversation, Expectation.head(1), message())))
                .containsExactly(new Conflict(LogHead.EMPTY));
        assertThat(commit(logs, append(conversation, Expectation.head(0), message())))
                .containsExactly(new Appended(1));
        assertThat(commit(logs, append(conversation, Expectation.head(0), message())))
                .containsExactly(new Conflict(new LogHead(1, 0)));
        assertThat(commit(logs, append(conversation, Expectation.head(2), message())))
                .containsExactly(new Conflict(new LogHead(1, 0)));
        assertThat(commit(logs, append(conversation, Expectation.head(1), message())))
                .containsExactly(new Appended(2));
    }

    /** Messages don't get in the way of an expected state, structural entries do. */
    @Test
    default void rule40_anExpectedStateMustBeTheState() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        assertThat(commit(logs, append(conversation, Expectation.state(1), message())))
                .containsExactly(new Conflict(LogHead.EMPTY));
        commit(logs, append(conversation, Expectation.state(0), entry(new EntryBody.Renamed("one"))));
        fill(logs, conversation, 3);
        assertThat(commit(logs, append(conversation, Expectation.state(1), message())))
                .containsExactly(new Appended(5));
        commit(logs, append(conversation, Expectation.state(1), entry(new EntryBody.Renamed("two"))));
        assertThat(commit(logs, append(conversation, Expectation.state(1), message())))
                .containsExactly(new Conflict(new LogHead(6, 6)));
    }

    /** With both, both must hold. */
    @Test
    default void rule40_headAndStateTogether() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        commit(logs, conversation, entry(new EntryBody.Renamed("one")), message());
        LogHead actual = new LogHead(2, 1);
        assertThat(commit(
                        logs,
                        append(conversation, new Expectation(1L, 1L), message()),
                        append(conversation, new Expectation(2L, 2L), message()),
                        append(conversation, new Expectation(2L, 1L), message())))
                .containsExactly(new Conflict(actual), new Conflict(actual), new Appended(3));
    }

    /** Which bodies change the conversation, and which don't. */
    @Test
    default void rule41_stateSeqIsTheSeqOfTheNewestStructuralEntry() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        MemberSpec member = new MemberSpec(user(), Role.MEMBER);
        List<EntryBody> structural = List.of(
                new EntryBody.Created(ConversationKind.GROUP, "title", HistoryPolicy.FULL, List.of(member)),
                new EntryBody.Renamed("other"),
                new EntryBody.MembersAdded(List.of(member)),
                new EntryBody.RoleChanged(member.user(), Role.ADMIN),
                new EntryBody.MemberRemoved(member.user()));
        List<EntryBody> others = List.of(
                new EntryBody.Posted(MessageBody.text("hello")),
                new EntryBody.Edit(2, MessageBody.text("hi")),
                new EntryBody.Reaction(2, "+1", true),
                new EntryBody.Delete(2));
        long seq = 0;
        for (EntryBody body : structural) {
            commit(logs, conversation, entry(body));
            long state = ++seq;
            assertThat(head(logs, conversation)).isEqualTo(new LogHead(seq, state));
            for (EntryBody other : others) {
                commit(logs, conversation, entry(other));
                seq++;
                assertThat(head(logs, conversation)).isEqualTo(new LogHead(seq, state));
            }
        }
    }

    /** Of several entries in one append, the last structural one counts, wherever it stands. */
    @Test
    default void rule41_aStructuralEntryInTheMiddleOfAnAppendCounts() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        commit(
                logs,
                conversation,
                message(),
                entry(new EntryBody.Renamed("one")),
                entry(new EntryBody.Renamed("two")),
                message());
        assertThat(head(logs, conversation)).isEqualTo(new LogHead(4, 3));
        fill(logs, conversation, 2);
        assertThat(head(logs, conversation)).isEqualTo(new LogHead(6, 3));
    }

    /** A refused structural entry changes no state. */
    @Test
    default void rule41_aRefusedStructuralEntryLeavesTheState() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        commit(logs, append(conversation, Expectation.head(4), entry(new EntryBody.Renamed("lost"))));
        assertThat(head(logs, conversation)).isEqualTo(LogHead.EMPTY);
        commit(logs, conversation, message());
        assertThat(head(logs, conversation)).isEqualTo(new LogHead(1, 0));
    }
}
