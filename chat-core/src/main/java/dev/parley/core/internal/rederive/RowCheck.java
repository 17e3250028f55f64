package dev.parley.core.internal.rederive;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.service.InboxDifference;
import dev.parley.core.service.InboxDifference.Kind;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Compares stored rows with a fold. The rows are read after the log, so what came in between can only be ahead. Thread-safe. */
final class RowCheck {

    /** How many users' rows are read at once. */
    static final int WINDOW = 16;

    /**
     * A row that is wrong, or not yet right.
     *
     * @param difference what is reported of it
     * @param place where it has to be; null when there need be none
     */
    record Wrong(InboxDifference difference, @Nullable Place place) {

        /** Whether whoever appended the entry may be about to move the row. */
        boolean youngerThan(Instant time) {
            return difference.repairable() && place != null && place.time().isAfter(time);
        }
    }

    private final LogStore logs;
    private final InboxStore inboxes;

    RowCheck(LogStore logs, InboxStore inboxes) {
        this.logs = logs;
        this.inboxes = inboxes;
    }

    /** The rows of at most {@link #WINDOW} users that are wrong. */
    CompletionStage<List<Wrong>> wrong(ConversationId conversation, InboxFold fold, List<UserId> users) {
        Map<UserId, UserId> asked = new LinkedHashMap<>();
        users.forEach(user -> asked.put(user, user));
        return Stages.each(asked, (user, same) -> inboxes.rows(user, List.of(conversation)))
                .thenCompose(found -> {
                    Map<UserId, InboxRow> rows = new HashMap<>();
                    found.forEach((user, row) -> {
                        if (row.get(conversation) != null) {
                            rows.put(user, Objects.requireNonNull(row.get(conversation)));
                        }
                    });
                    return entries(conversation, fold, rows).thenApply(entries -> {
                        List<Wrong> wrong = new ArrayList<>();
                        for (UserId user : users) {
                            Wrong one = judge(conversation, user, fold, rows.get(user), entries);
                            if (one != null) {
                                wrong.add(one);
                            }
                        }
                        return wrong;
                    });
                });
    }

    /** The entries that rows are at which are not where they have to be at least. */
    private CompletionStage<Map<Long, Entry>> entries(
            ConversationId conversation, InboxFold fold, Map<UserId, InboxRow> rows) {
        List<Stretch> stretches = new ArrayList<>();
        rows.forEach((user, row) -> {
            Place place = fold.place(user);
            if (place == null || row.lastSeq() > place.seq()) {
                stretches.add(new Stretch(conversation, row.lastSeq(), row.lastSeq(), 1, RangeEnd.OLDEST));
            }
        });
        List<Stretch> each = stretches.stream().distinct().toList();
        return (each.isEmpty() ? Stages.<List<List<Entry>>>done(List.of()) : logs.read(each)).thenApply(read -> {
            Map<Long, Entry> entries = new HashMap<>();
            read.forEach(found -> found.forEach(entry -> entries.put(entry.seq(), entry)));
            return entries;
        });
    }

    private static @Nullable Wrong judge(
            ConversationId conversation,
            UserId user,
            InboxFold fold,
            @Nullable InboxRow row,
            Map<Long, Entry> entries) {
        Place place = fold.place(user);
        Kind kind = row == null ? missing(place) : kind(user, fold, place, row, entries.get(row.lastSeq()));
        if (kind == null) {
            return null;
        }
        long stored = row == null ? 0 : row.lastSeq();
        long expected = place == null ? 0 : place.seq();
        return new Wrong(new InboxDifference(conversation, user, kind, stored, expected), place);
    }

    private static @Nullable Kind missing(@Nullable Place place) {
        return place == null ? null : Kind.MISSING;
    }

    private static @Nullable Kind kind(
            UserId user, InboxFold fold, @Nullable Place place, InboxRow row, @Nullable Entry at) {
        if (place != null && row.lastSeq() <= place.seq()) {
            boolean there = row.lastSeq() == place.seq();
            return !there ? Kind.TOO_LOW : row.sortId().equals(place.id()) ? null : Kind.OTHER_ID;
        }
        if (at == null || !fold.mayBeAt(user, at)) {
            return Kind.TOO_HIGH;
        }
        return row.sortId().equals(at.id()) ? null : Kind.OTHER_ID;
    }
}
