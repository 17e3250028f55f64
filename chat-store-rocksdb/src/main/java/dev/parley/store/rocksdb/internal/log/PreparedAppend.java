package dev.parley.store.rocksdb.internal.log;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import dev.parley.store.rocksdb.internal.db.Bytes;
import dev.parley.store.rocksdb.internal.db.Family;
import dev.parley.store.rocksdb.internal.db.Group;
import dev.parley.store.rocksdb.internal.db.View;
import dev.parley.store.rocksdb.internal.state.PreparedRow;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An append whose keys and values are made, on the thread of its caller: all that is left for the committer is to look and
 * to number. Made by one thread, then confined to the committer.
 */
final class PreparedAppend {

    /** One entry; its seq and the state seq are filled in when they are known. */
    private static final class Row {
        private final byte[] made;
        private final byte[] value;
        private final EntryBody body;

        Row(ConversationId conversation, NewEntry entry) {
            made = LogKeys.made(conversation, entry.origin());
            value = EntryFormat.encode(entry);
            body = entry.body();
        }
    }

    private final ConversationId conversation;
    private final byte[] log;
    private final Expectation expectation;
    private final List<Row> rows;
    private final List<PreparedRow> inboxes;
    private final UUID id;

    /** What came of it; null when the log holds it already, under {@link #knownSeq}. */
    private @Nullable AppendResult result;

    private long knownSeq;

    PreparedAppend(Append append) {
        conversation = append.conversation();
        log = LogKeys.log(conversation);
        expectation = append.expectation();
        rows = append.entries().stream()
                .map(entry -> new Row(append.conversation(), entry))
                .toList();
        inboxes = append.rows().stream()
                .map(user -> new PreparedRow(user, append.conversation()))
                .toList();
        id = append.last().id();
    }

    /** Decides. */
    void judge(Group group) {
        byte[] known = group.get(Family.KEYS, last().made);
        if (known != null) {
            knownSeq = new ByteReader(known).varint();
            result = null;
            return;
        }
        LogHead head = head(group);
        if (!expectation.holds(head) || anyKnown(group)) {
            result = new AppendResult.Conflict(head);
            return;
        }
        LogHead now = head;
        for (Row row : rows) {
            now = add(group, row, now);
        }
        group.setHead(log, encoded(now));
        for (PreparedRow inbox : inboxes) {
            inbox.moveUp(group, now.head(), id);
        }
        result = new AppendResult.Appended(head.head() + 1);
    }

    /** What came of it, when the group is on the disk: an entry of the same group can be read only now. */
    AppendResult result(Group group) {
        if (result != null) {
            return result;
        }
        byte[] stored = Objects.requireNonNull(
                group.get(Family.LOG, Bytes.key(log, knownSeq)), "an entry lies where its key says");
        Entry entry = EntryFormat.decode(conversation, knownSeq, stored);
        return EntryFormat.sameFingerprint(stored, last().value)
                ? new AppendResult.Duplicate(entry)
                : new AppendResult.KeyReused(entry);
    }

    private Row last() {
        return rows.get(rows.size() - 1);
    }

    private boolean anyKnown(Group group) {
        for (Row row : rows.subList(0, rows.size() - 1)) {
            if (group.get(Family.KEYS, row.made) != null) {
                return true;
            }
        }
        return false;
    }

    private LogHead add(Group group, Row row, LogHead head) {
        long seq = head.head() + 1;
        long stateSeq = row.body.changesConversation() ? seq : head.stateSeq();
        EntryFormat.setStateSeq(row.value, stateSeq);
        group.add(Family.LOG, Bytes.key(log, seq), row.value);
        group.put(Family.KEYS, row.made, new ByteWriter(4).varint(seq).toBytes());
        long target = row.body.target();
        if (target != 0) {
            group.add(Family.STATE, Bytes.key(LogKeys.modifiers(conversation, target), seq), new byte[0]);
        }
        if (row.body instanceof EntryBody.Delete) {
            group.add(Family.STATE, Bytes.key(LogKeys.deleted(conversation), target), new byte[0]);
        }
        return new LogHead(seq, stateSeq);
    }

    private LogHead head(Group group) {
        return decoded(group.head(log, this::read));
    }

    /**
     * Where the log ends that nothing is remembered of: where it did when it was forgotten, if nothing follows there; a
     * crash forgets without a note. Otherwise its last entry says so, which takes longer to find.
     */
    private byte[] read(Group group) {
        byte[] noted = group.stored(Family.HEADS, log);
        byte[] head = noted == null ? encoded(LogHead.EMPTY) : noted;
        if (group.stored(Family.LOG, Bytes.key(log, decoded(head).head() + 1)) == null) {
            return head;
        }
        byte[][] last = {head};
        group.last(Family.LOG, log, Bytes.key(log, Long.MAX_VALUE), row -> {
            last[0] = encoded(headAt(row));
            return true;
        });
        return last[0];
    }

    static LogHead headAt(View.Row last) {
        return new LogHead(Bytes.number(last.key()), EntryFormat.stateSeq(last.value()));
    }

    private static LogHead decoded(byte[] head) {
        return new LogHead(ByteReader.int64(head, 0), ByteReader.int64(head, Long.BYTES));
    }

    private static byte[] encoded(LogHead head) {
        return new ByteWriter(16).int64(head.head()).int64(head.stateSeq()).toBytes();
    }
}
