package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.fingerprint;
import static dev.parley.testkit.internal.Samples.id;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.retry;
import static dev.parley.testkit.internal.Samples.text;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.testkit.store.StoresUnderTest;
import dev.parley.view.ConversationSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Rules 23 and 24 of {@link LogStore}, for stores that move inbox rows with what they append. Implementations are
 * thread-safe.
 */
public interface LogStoreRowsContract extends StoresUnderTest {

    /** A store whose appends move rows says so, and whose. */
    @Test
    default void rule23_logsAndInboxesNameTheSameDatabase() {
        assertThat(stores().logs().movesRows()).isTrue();
        assertThat(stores().logs().database()).isEqualTo(stores().inboxes().database());
    }

    /** The rows of those users, as of the last entry, and nobody else's. */
    @Test
    default void rule23_anAppendMovesItsRowsUpToItsLastEntry() {
        ConversationId conversation = conversation();
        List<UserId> users = List.of(user(), user());
        NewEntry first = message();
        NewEntry last = message();
        commit(stores().logs(), new Append(conversation, Expectation.ANY, List.of(first, last), users));
        for (UserId user : users) {
            assertThat(row(user, conversation))
                    .contains(new InboxRow(conversation, 2, last.id(), ConversationSettings.DEFAULT));
            assertThat(await(stores().inboxes().page(user, Optional.empty(), 10)))
                    .extracting(InboxRow::conversation)
                    .containsExactly(conversation);
        }
        assertThat(row(first.origin().sender(), conversation)).isEmpty();
    }

    /** Settings stay, and a row that is further up already stays where it is. */
    @Test
    default void rule23_rowsMoveAsABumpMovesThem() {
        ConversationId conversation = conversation();
        UserId pins = user();
        UserId ahead = user();
        ConversationSettings pinned = new ConversationSettings(null, true);
        await(stores().inboxes().bump(List.of(new InboxBump(pins, conversation, 0, id()))));
        await(stores().inboxes().configure(pins, conversation, pinned));
        InboxBump later = new InboxBump(ahead, conversation, 9, id());
        await(stores().inboxes().bump(List.of(later)));
        NewEntry entry = message();
        commit(stores().logs(), new Append(conversation, Expectation.ANY, List.of(entry), List.of(pins, ahead)));
        assertThat(row(pins, conversation)).contains(new InboxRow(conversation, 1, entry.id(), pinned));
        assertThat(row(ahead, conversation))
                .contains(new InboxRow(conversation, 9, later.sortId(), ConversationSettings.DEFAULT));
    }

    /** Each moves its own rows, and of two to one conversation the later one counts. */
    @Test
    default void rule23_theAppendsOfABatchMoveTheirOwnRows() {
        ConversationId one = conversation();
        ConversationId other = conversation();
        UserId user = user();
        UserId reader = user();
        NewEntry newest = message();
        NewEntry alone = message();
        commit(
                stores().logs(),
                new Append(one, Expectation.ANY, List.of(message()), List.of(user, reader)),
                new Append(other, Expectation.ANY, List.of(alone), List.of(user)),
                new Append(one, Expectation.ANY, List.of(newest), List.of(user)));
        assertThat(row(user, one).map(InboxRow::lastSeq)).contains(2L);
        assertThat(row(user, one).map(InboxRow::sortId)).contains(newest.id());
        assertThat(row(reader, one).map(InboxRow::lastSeq)).contains(1L);
        assertThat(row(user, other).map(InboxRow::sortId)).contains(alone.id());
        assertThat(row(reader, other)).isEmpty();
    }

    /** What is refused, or known already, moves nothing: not in a batch with others either. */
    @Test
    default void rule24_whatAppendsNothingMovesNoRow() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry entry = message();
        commit(logs, conversation, entry);
        UserId user = user();
        List<UserId> rows = List.of(user);
        NewEntry other =
                new NewEntry(id(), entry.origin(), fingerprint(text("another")), entry.time(), text("another"));
        UserId reader = user();
        List<AppendResult> results = commit(
                logs,
                new Append(conversation, Expectation.head(7), List.of(message()), rows),
                new Append(conversation, Expectation.ANY, List.of(retry(entry)), rows),
                new Append(conversation, Expectation.ANY, List.of(other), rows),
                new Append(conversation, Expectation.head(1), List.of(message()), List.of(reader)));
        assertThat(results.get(0)).isInstanceOf(AppendResult.Conflict.class);
        assertThat(results.get(1)).isInstanceOf(AppendResult.Duplicate.class);
        assertThat(results.get(2)).isInstanceOf(AppendResult.KeyReused.class);
        assertThat(row(user, conversation)).isEmpty();
        assertThat(row(reader, conversation).map(InboxRow::lastSeq)).contains(2L);
    }

    private Optional<InboxRow> row(UserId user, ConversationId conversation) {
        return Optional.ofNullable(
                await(stores().inboxes().rows(user, List.of(conversation))).get(conversation));
    }
}
