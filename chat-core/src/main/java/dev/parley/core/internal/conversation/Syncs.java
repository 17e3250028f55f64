package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.command.Backlog;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.Timeline;
import dev.parley.core.internal.log.Wanted;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

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
            public CompletionStage<List<Event.Synced>> synced(List<ConversationSummary> rows) {
                return Syncs.this.synced(actor, sync.cursors(), rows, entries);
            }
        };
        return new SyncBacklog(source, conversations, sync.cursors().keySet());
    }

    /** A page that was cut for its size does not reach back to the cursor. */
    private static boolean reaches(EntryPage page, long cursor) {
        return page.items().isEmpty() || page.items().get(0).seq() == cursor + 1;
    }

    /** What came after the cursors, read for all conversations together; nothing is read where nothing did. */
    private CompletionStage<List<Event.Synced>> synced(
            Actor actor, Map<ConversationId, Long> cursors, List<ConversationSummary> summaries, int entries) {
        Map<ConversationId, LogHead> behind = new LinkedHashMap<>();
        for (ConversationSummary summary : summaries) {
            ConversationId id = summary.conversation().id();
            Long cursor = cursors.get(id);
            if (cursor == null || cursor != summary.head()) {
                behind.put(
                        id, new LogHead(summary.head(), summary.conversation().stateSeq()));
            }
        }
        return pages(actor, behind, cursors, summaries, entries)
                .thenApply(pages -> summaries.stream()
                        .filter(summary -> isShown(summary, behind, pages))
                        .map(summary -> {
                            ConversationId id = summary.conversation().id();
                            EntryPage page = pages.get(id);
                            Long cursor = cursors.get(id);
                            boolean hole = page != null
                                    && cursor != null
                                    && !(connects(summary, cursor, entries) && reaches(page, cursor));
                            return new Event.Synced(summary, page, hole);
                        })
                        .toList());
    }

    /** What can no longer be read is left out: without a page it would look as if nothing had been missed. */
    private static boolean isShown(
            ConversationSummary summary, Map<ConversationId, LogHead> behind, Map<ConversationId, EntryPage> pages) {
        ConversationId id = summary.conversation().id();
        return !behind.containsKey(id) || pages.containsKey(id);
    }

    private CompletionStage<Map<ConversationId, EntryPage>> pages(
            Actor actor,
            Map<ConversationId, LogHead> behind,
            Map<ConversationId, Long> cursors,
            List<ConversationSummary> summaries,
            int entries) {
        if (behind.isEmpty()) {
            return Stages.done(Map.of());
        }
        return gate.toReadEach(actor, behind).thenCompose(grants -> {
            Map<ConversationId, Grant> byId = new HashMap<>();
            grants.forEach(grant -> byId.put(grant.conversation(), grant));
            List<Wanted> wanted = new ArrayList<>();
            for (ConversationSummary summary : summaries) {
                Grant grant = byId.get(summary.conversation().id());
                if (grant != null) {
                    Long cursor = cursors.get(grant.conversation());
                    long from =
                            cursor != null && connects(summary, cursor, entries) ? cursor + 1 : summary.visibleFrom();
                    Grant.Range missed = new Grant.Range(from, Long.MAX_VALUE);
                    wanted.add(new Wanted(grant, missed, entries, RangeEnd.NEWEST, summary.head()));
                }
            }
            return timeline.pages(wanted).thenApply(pages -> {
                Map<ConversationId, EntryPage> found = new HashMap<>();
                for (int i = 0; i < pages.size(); i++) {
                    found.put(wanted.get(i).grant().conversation(), pages.get(i));
                }
                return found;
            });
        });
    }

    /** Tells whether what is sent can begin right behind the cursor. */
    private static boolean connects(ConversationSummary summary, long cursor, int entries) {
        return cursor < summary.head() && cursor >= summary.visibleFrom() - 1 && summary.head() - cursor <= entries;
    }
}
