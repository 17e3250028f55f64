package dev.parley.store.cassandra.internal.log;

import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.UserId;
import dev.parley.store.cassandra.internal.row.EntryType;
import dev.parley.store.cassandra.internal.row.Outline;
import dev.parley.view.Unread;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts what is unread, in steps, and no further than the cap. Thread-safe. */
final class UnreadCount {

    private static final int LEAST_STEP = 200;
    private static final int MOST_STEP = 2_000;

    private final LogReader reader;
    private final Modifications modifications;

    UnreadCount(LogReader reader, Modifications modifications) {
        this.reader = reader;
        this.modifications = modifications;
    }

    CompletionStage<Unread> count(UserId user, UnreadRange range) {
        if (range.after() >= range.upTo()) {
            return CompletableFuture.completedFuture(Unread.NONE);
        }
        return reader.end(range.conversation(), range.upTo())
                .thenCompose(head ->
                        count(user, range, Math.max(0, range.after()) + 1, Math.min(range.upTo(), head), Unread.NONE));
    }

    private CompletionStage<Unread> count(UserId user, UnreadRange range, long from, long upTo, Unread so) {
        if (from > upTo || so.messages() >= range.cap()) {
            return CompletableFuture.completedFuture(
                    new Unread(so.messages(), so.mentions(), so.messages() >= range.cap()));
        }
        int step = Math.min(MOST_STEP, Math.max(LEAST_STEP, range.cap() - so.messages()));
        long to = Math.min(upTo, from + step - 1);
        CompletionStage<List<Outline>> outlines = reader.outlines(range.conversation(), from, to);
        return outlines.thenCombine(
                        modifications.deleted(range.conversation(), from, to),
                        (found, deleted) -> add(user, range.cap(), so, found, deleted))
                .thenCompose(sum -> count(user, range, to + 1, upTo, sum));
    }

    private static Unread add(UserId user, int cap, Unread so, List<Outline> found, Set<Long> deleted) {
        int messages = so.messages();
        int mentions = so.mentions();
        for (Outline each : found) {
            boolean counts = each.type() == EntryType.MESSAGE
                    && !each.sender().equals(user.value())
                    && !deleted.contains(each.seq());
            if (counts && messages < cap) {
                messages++;
                mentions += each.mentions().contains(user.value()) ? 1 : 0;
            }
        }
        return new Unread(messages, mentions, false);
    }
}
