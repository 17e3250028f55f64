package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Grant;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
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

    /** The events that bring a device up to date; the last one is the end of the backlog. */
    public CompletionStage<List<Event>> sync(Actor actor, Command.Sync sync) {
        int conversations = inbox.size(sync.conversations());
        int entries = inbox.size(sync.entries());
        return inbox.first(actor, conversations).thenCompose(rows -> {
            boolean more = rows.size() > conversations;
            List<InboxRow> shown = more ? rows.subList(0, conversations) : rows;
            return summaries
                    .of(actor, shown)
                    .thenCompose(found -> more ? Stages.done(found) : withLost(actor, sync, found))
                    .thenCompose(found -> Stages.all(found.stream()
                            .map(summary -> synced(
                                    actor,
                                    summary,
                                    sync.cursors().get(summary.conversation().id()),
                                    entries))
                            .toList()))
                    .thenApply(synced -> {
                        List<Event> events = new ArrayList<>(synced);
                        events.add(new Event.SyncDone(more));
                        return events;
                    });
        });
    }

    /** All of the inbox was read: what the client holds beyond it is missing there, or was never for this user. */
    private CompletionStage<List<ConversationSummary>> withLost(
            Actor actor, Command.Sync sync, List<ConversationSummary> found) {
        Set<ConversationId> missing = new LinkedHashSet<>(sync.cursors().keySet());
        found.forEach(row -> missing.remove(row.conversation().id()));
        return missing.isEmpty()
                ? Stages.done(found)
                : lost.find(actor, missing)
                        .thenApply(rows ->
                                Stream.concat(found.stream(), rows.stream()).toList());
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
