package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.command.Backlog;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.Timeline;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a device missed: bounded, newest conversations first, and honest about what it leaves out (G7). Thread-safe.
 */
public final class Syncs {

    private final InboxReader inbox;
    private final Summaries summaries;
    private final AccessGate gate;
    private final Timeline timeline;
    private final LostRows lost;

    public Syncs(InboxReader inbox, Summaries summaries, AccessGate gate, Timeline timeline, LostRows lost) {
        this.inbox = inbox;
        this.summaries = summaries;
        this.gate = gate;
        this.timeline = timeline;
        this.lost = lost;
    }

    /** What brings a device up to date. */
    public Backlog sync(Actor actor, Command.Sync sync) {
        int conversations = inbox.size(sync.conversations());
        int entries = inbox.size(sync.entries());
        SyncBacklog.Source source = new SyncBacklog.Source() {
            @Override
            public CompletionStage<List<InboxRow>> rows() {
                return inbox.first(actor, conversations);
            }

            @Override
            public CompletionStage<List<ConversationSummary>> summaries(List<InboxRow> rows) {
                return summaries.of(actor, rows);
            }

            @Override
            public CompletionStage<List<ConversationSummary>> lost(Collection<ConversationId> missing) {
                return lost.find(actor, missing);
            }

            @Override
            public CompletionStage<Event.Synced> synced(ConversationSummary row) {
                return Syncs.this.synced(
                        actor, row, sync.cursors().get(row.conversation().id()), entries);
            }
        };
        return new SyncBacklog(source, conversations, sync.cursors().keySet());
    }

    /** A page that was cut for its size does not reach back to the cursor. */
    private static boolean reaches(EntryPage page, long cursor) {
        return page.items().isEmpty() || page.items().get(0).seq() == cursor + 1;
    }

    private CompletionStage<Event.Synced> synced(
            Actor actor, ConversationSummary summary, @Nullable Long cursor, int entries) {
        long head = summary.head();
        if (cursor != null && cursor == head) {
            return Stages.done(new Event.Synced(summary, null, false));
        }
        boolean connects =
                cursor != null && cursor < head && cursor >= summary.visibleFrom() - 1 && head - cursor <= entries;
        Grant.Range missed =
                new Grant.Range(connects && cursor != null ? cursor + 1 : summary.visibleFrom(), Long.MAX_VALUE);
        return gate.toRead(
                        actor,
                        summary.conversation().id(),
                        new LogHead(head, summary.conversation().stateSeq()))
                .thenCompose(grant -> timeline.page(grant, missed, entries, RangeEnd.NEWEST, head))
                .thenApply(page ->
                        new Event.Synced(summary, page, cursor != null && !(connects && reaches(page, cursor))));
    }
}
