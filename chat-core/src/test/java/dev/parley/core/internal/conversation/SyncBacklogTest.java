package dev.parley.core.internal.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.Unread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Conversations that each miss a page of 10,000 characters. */
class SyncBacklogTest {

    private final Inbox inbox = new Inbox();

    @Test
    void whatFitsComesInOnePartWithItsEnd() {
        inbox.has(30);
        List<List<Event>> parts = parts(50, 1_000_000, Set.of());
        assertThat(parts).hasSize(1);
        assertThat(names(parts)).isEqualTo(inbox.names);
        assertThat(parts.get(0)).last().isEqualTo(new Event.SyncDone(false));
        assertThat(inbox.pages).isEqualTo(30);
    }

    @Test
    void whatDoesNotFitComesInFurtherParts() {
        inbox.has(120);
        List<List<Event>> parts = parts(200, 100_000, Set.of());
        assertThat(names(parts)).isEqualTo(inbox.names);
        assertThat(parts).allSatisfy(part -> assertThat(part).hasSizeBetween(1, 10));
        assertThat(parts.get(parts.size() - 1)).last().isEqualTo(new Event.SyncDone(false));
        // Reading many at once may be in vain for some, but not again and again.
        assertThat(inbox.pages).isLessThan(350);
    }

    @Test
    void aConversationThatIsLargerThanAPartIsAPartOfItsOwn() {
        inbox.has(3);
        List<List<Event>> parts = parts(50, 0, Set.of());
        assertThat(parts).hasSize(3);
        assertThat(names(parts)).isEqualTo(inbox.names);
    }

    @Test
    void moreConversationsThanWereAskedForAreSaidToBeThere() {
        inbox.has(12);
        List<List<Event>> parts = parts(10, 1_000_000, Set.of(new ConversationId("held")));
        assertThat(names(parts)).isEqualTo(inbox.names.subList(0, 10));
        assertThat(parts.get(0)).last().isEqualTo(new Event.SyncDone(true));
        assertThat(inbox.lookedFor).isEmpty();
    }

    @Test
    void whatTheClientHoldsAndTheInboxDoesNotHaveIsLookedForWithinBounds() {
        inbox.has(3);
        Set<ConversationId> held = new HashSet<>(inbox.names);
        IntStream.range(0, 50).forEach(i -> held.add(new ConversationId("held-" + i)));
        List<List<Event>> parts = parts(50, 30_000, held);
        assertThat(inbox.lookedFor).hasSize(LostRows.MOST).doesNotContainAnyElementsOf(inbox.names);
        assertThat(names(parts)).hasSize(3 + LostRows.MOST).doesNotHaveDuplicates();
        assertThat(parts.get(parts.size() - 1)).last().isEqualTo(new Event.SyncDone(false));
    }

    @Test
    void whatCannotBeReadAnyMoreIsLeftOut() {
        inbox.has(4);
        inbox.gone.add(inbox.names.get(0));
        inbox.gone.add(inbox.names.get(3));
        List<List<Event>> parts = parts(50, 0, Set.of());
        assertThat(names(parts)).isEqualTo(inbox.names.subList(1, 3));
        inbox.gone.addAll(inbox.names);
        assertThat(parts(50, 0, Set.of())).containsExactly(List.of(new Event.SyncDone(false)));
    }

    private List<List<Event>> parts(int most, long bytes, Set<ConversationId> held) {
        SyncBacklog backlog = new SyncBacklog(inbox, most, held);
        List<List<Event>> parts = new ArrayList<>();
        List<Event> part;
        do {
            part = backlog.next(bytes).toCompletableFuture().join();
            parts.add(part);
        } while (!(part.get(part.size() - 1) instanceof Event.SyncDone));
        return parts;
    }

    private static List<ConversationId> names(List<List<Event>> parts) {
        return parts.stream()
                .flatMap(List::stream)
                .filter(Event.Synced.class::isInstance)
                .map(event -> ((Event.Synced) event).summary().conversation().id())
                .toList();
    }

    /** An inbox whose conversations are asked for part by part. */
    private static final class Inbox implements SyncBacklog.Source {

        final List<ConversationId> names = new ArrayList<>();
        final Set<ConversationId> gone = new HashSet<>();
        final Set<ConversationId> lookedFor = new HashSet<>();
        int pages;

        void has(int conversations) {
            IntStream.range(0, conversations).forEach(i -> names.add(new ConversationId("c" + i)));
        }

        @Override
        public CompletionStage<List<InboxRow>> rows() {
            return done(names.stream()
                    .map(name -> new InboxRow(name, 1, new UUID(7, 1), new ConversationSettings(null, false)))
                    .toList());
        }

        @Override
        public CompletionStage<List<ConversationSummary>> summaries(List<InboxRow> rows) {
            return done(rows.stream()
                    .map(InboxRow::conversation)
                    .filter(name -> !gone.contains(name))
                    .map(Inbox::row)
                    .toList());
        }

        @Override
        public CompletionStage<List<ConversationSummary>> lost(Collection<ConversationId> conversations) {
            lookedFor.addAll(conversations);
            return done(conversations.stream().map(Inbox::row).toList());
        }

        @Override
        public CompletionStage<List<Event.Synced>> synced(List<ConversationSummary> summaries) {
            return done(summaries.stream().map(this::synced).toList());
        }

        private Event.Synced synced(ConversationSummary summary) {
            pages++;
            EntryBody body = new EntryBody.Posted(MessageBody.text("x".repeat(10_000)));
            Origin origin = new Origin(new UserId("bob"), null, "k");
            Entry entry = new Entry(summary.conversation().id(), 1, new UUID(7, 1), origin, Instant.EPOCH, body);
            EntryPage page = new EntryPage(List.of(new EntryPage.Said(Message.of(entry))), 1, 1, false, false);
            return new Event.Synced(summary, page, false);
        }

        private static ConversationSummary row(ConversationId name) {
            return new ConversationSummary(
                    new Conversation(name, ConversationKind.GROUP, "Trip", HistoryPolicy.JOINED, 1, 2),
                    1,
                    1,
                    null,
                    null,
                    null,
                    Marks.NONE,
                    new Unread(0, 0, false),
                    new ConversationSettings(null, false),
                    null,
                    List.of());
        }

        private static <T> CompletionStage<T> done(T value) {
            return CompletableFuture.completedStage(value);
        }
    }
}
