package dev.parley.store.rocksdb.internal.log;

import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.Bytes;
import dev.parley.store.rocksdb.internal.db.Family;
import dev.parley.store.rocksdb.internal.db.View;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is read from logs. Confined to the thread of its view. */
final class LogReading {

    private LogReading() {}

    static LogHead head(View view, ConversationId conversation) {
        return last(view, LogKeys.log(conversation), Long.MAX_VALUE);
    }

    /** The log as it was when some seq was its highest. */
    private static LogHead last(View view, byte[] log, long upTo) {
        LogHead[] head = {LogHead.EMPTY};
        view.last(Family.LOG, log, Bytes.key(log, upTo), row -> {
            head[0] = PreparedAppend.headAt(row);
            return true;
        });
        return head[0];
    }

    static List<Entry> stretch(View view, Stretch stretch) {
        byte[] log = LogKeys.log(stretch.conversation());
        long from = Math.max(stretch.from(), 1);
        if (stretch.to() < from) {
            return List.of();
        }
        if (stretch.end() == RangeEnd.NEWEST) {
            // Seqs have no holes, so it is known where the newest begin.
            from = Math.max(from, last(view, log, stretch.to()).head() - stretch.limit() + 1);
        }
        List<Entry> entries = new ArrayList<>();
        view.scan(Family.LOG, log, Bytes.key(log, from), row -> {
            long seq = Bytes.number(row.key());
            if (seq > stretch.to()) {
                return false;
            }
            entries.add(EntryFormat.decode(stretch.conversation(), seq, row.value()));
            return entries.size() < stretch.limit() && seq < stretch.to();
        });
        return entries;
    }

    /** The logs, by ascending id, behind one of them or from the first on. */
    static List<ConversationId> logs(View view, Optional<ConversationId> behind, long limit) {
        List<ConversationId> logs = new ArrayList<>();
        byte[] from = behind.map(last -> Bytes.behind(LogKeys.log(last))).orElse(new byte[0]);
        view.hop(Family.LOG, from, key -> {
            ConversationId conversation = LogKeys.conversation(key);
            logs.add(conversation);
            return logs.size() < limit ? Bytes.behind(LogKeys.log(conversation)) : null;
        });
        return logs;
    }

    static List<Entry> modifications(View view, ConversationId conversation, Collection<Long> targets) {
        TreeSet<Long> seqs = new TreeSet<>();
        for (long target : targets) {
            view.scan(Family.STATE, LogKeys.modifiers(conversation, target), row -> {
                seqs.add(Bytes.number(row.key()));
                return true;
            });
        }
        return entries(view, conversation, new ArrayList<>(seqs));
    }

    private static List<Entry> entries(View view, ConversationId conversation, List<Long> seqs) {
        byte[] log = LogKeys.log(conversation);
        List<byte @Nullable []> values = view.get(
                Family.LOG, seqs.stream().map(seq -> Bytes.key(log, seq)).toList());
        List<Entry> entries = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            if (value == null) {
                throw new IllegalStateException("entry " + seqs.get(i) + " is not where an index says");
            }
            entries.add(EntryFormat.decode(conversation, seqs.get(i), value));
        }
        return entries;
    }

    static Optional<Entry> find(View view, ConversationId conversation, UserId sender, String key) {
        byte[] made = view.get(Family.KEYS, LogKeys.made(conversation, sender, key));
        return made == null
                ? Optional.empty()
                : Optional.of(entries(view, conversation, List.of(new ByteReader(made).varint()))
                        .get(0));
    }

    static Unread unread(View view, UserId user, UnreadRange range) {
        long from = Math.max(range.after(), 0) + 1;
        if (range.upTo() < from) {
            return Unread.NONE;
        }
        byte[] log = LogKeys.log(range.conversation());
        byte[] self = Bytes.utf8(user.value());
        Set<Long> deleted = deleted(view, range.conversation(), from, range.upTo());
        int[] counts = new int[2];
        view.scan(Family.LOG, log, Bytes.key(log, from), row -> {
            long seq = Bytes.number(row.key());
            if (seq > range.upTo()) {
                return false;
            }
            byte[] value = row.value();
            if (EntryFormat.isMessage(value) && !EntryFormat.isFrom(self, value) && !deleted.contains(seq)) {
                counts[0]++;
                if (EntryFormat.mentions(user, value)) {
                    counts[1]++;
                }
            }
            return counts[0] < range.cap() && seq < range.upTo();
        });
        return new Unread(counts[0], counts[1], counts[0] >= range.cap());
    }

    private static Set<Long> deleted(View view, ConversationId conversation, long from, long to) {
        Set<Long> deleted = new HashSet<>();
        byte[] prefix = LogKeys.deleted(conversation);
        view.scan(Family.STATE, prefix, Bytes.key(prefix, from), row -> {
            long target = Bytes.number(row.key());
            if (target > to) {
                return false;
            }
            deleted.add(target);
            return true;
        });
        return deleted;
    }
}
