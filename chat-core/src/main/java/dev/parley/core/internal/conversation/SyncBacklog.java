package dev.parley.core.internal.conversation;

import dev.parley.core.internal.command.Backlog;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.PageBytes;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.protocol.Event;
import dev.parley.view.ConversationSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One sync, part by part. Conversations are read many at once; what turns out not to fit a part is read again for the next
 * one, so that nothing is kept but the names of what is still to come.
 */
final class SyncBacklog implements Backlog {

    /** What a sync reads with. */
    interface Source {

        /** The first rows of the inbox, one more than wanted when there is one. */
        CompletionStage<List<InboxRow>> rows();

        CompletionStage<List<ConversationSummary>> summaries(List<InboxRow> rows);

        /** Rows of conversations that the client holds and its inbox does not have. */
        CompletionStage<List<ConversationSummary>> lost(Collection<ConversationId> conversations);

        /** What the client missed of each; one that can no longer be read is left out. */
        CompletionStage<List<Event.Synced>> synced(List<ConversationSummary> summaries);
    }

    /** How many conversations are read at once, to begin with and at most. */
    private static final int FIRST = 50;

    private static final int LARGEST = 200;

    private final Source source;
    private final int most;
    private final Map<ConversationId, InboxRow> rows = new LinkedHashMap<>();
    /** What the client holds and was not in the inbox so far. */
    private final Set<ConversationId> missing;

    private boolean begun;
    private boolean more;
    private boolean looksForLost;
    private int atOnce = FIRST;

    SyncBacklog(Source source, int most, Collection<ConversationId> held) {
        this.source = source;
        this.most = most;
        this.missing = new LinkedHashSet<>(held);
    }

    @Override
    public CompletionStage<List<Event>> next(long bytes) {
        if (begun) {
            return part(bytes);
        }
        return source.rows().thenCompose(found -> {
            begun = true;
            more = found.size() > most;
            found.stream().limit(most).forEach(row -> rows.put(row.conversation(), row));
            if (more) {
                missing.clear(); // only who has read all of the inbox can tell
            }
            return part(bytes);
        });
    }

    private CompletionStage<List<Event>> part(long bytes) {
        if (!rows.isEmpty()) {
            List<InboxRow> next = rows.values().stream().limit(atOnce).toList();
            return source.summaries(next).thenCompose(found -> {
                found.forEach(row -> missing.remove(row.conversation().id()));
                return part(found, rows.keySet(), next.size(), bytes);
            });
        }
        if (!looksForLost) {
            looksForLost = true;
            missing.retainAll(missing.stream().limit(LostRows.MOST).toList());
        }
        if (!missing.isEmpty()) {
            List<ConversationId> next = missing.stream().limit(atOnce).toList();
            return source.lost(next).thenCompose(found -> part(found, missing, next.size(), bytes));
        }
        return Stages.done(List.of(new Event.SyncDone(more)));
    }

    /** Takes of the first conversations to come, those that were found, as many as fit. */
    private CompletionStage<List<Event>> part(
            List<ConversationSummary> found, Set<ConversationId> toCome, int asked, long bytes) {
        return source.synced(found).thenCompose(synced -> {
            int fitting = PageBytes.fitting(synced, SyncBacklog::weigh, bytes);
            boolean all = fitting == synced.size();
            drop(toCome, asked, all ? null : id(synced.get(fitting)));
            atOnce = all ? Math.min(LARGEST, 2 * atOnce) : fitting;
            List<Event> part = new ArrayList<>(synced.subList(0, fitting));
            if (part.isEmpty()) {
                return part(bytes); // none of them can be read any more
            }
            if (rows.isEmpty() && missing.isEmpty()) {
                part.add(new Event.SyncDone(more));
            }
            return Stages.done(part);
        });
    }

    private static void drop(Set<ConversationId> toCome, int asked, @Nullable ConversationId kept) {
        Iterator<ConversationId> first = toCome.iterator();
        for (int i = 0; i < asked && first.hasNext(); i++) {
            if (first.next().equals(kept)) {
                return;
            }
            first.remove();
        }
    }

    private static ConversationId id(Event.Synced synced) {
        return synced.summary().conversation().id();
    }

    private static long weigh(Event.Synced synced) {
        return PageBytes.of(synced.summary()) + PageBytes.of(synced.page());
    }
}
