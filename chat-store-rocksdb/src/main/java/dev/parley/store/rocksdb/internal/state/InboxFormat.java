package dev.parley.store.rocksdb.internal.state;

import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.model.internal.EntryIdOrder;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import dev.parley.view.ConversationSettings;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** An inbox row as a value: sort id (16 bytes), flags (1), last seq, and until when it is muted, if it is. */
final class InboxFormat {

    /** The order of pages. */
    static final Comparator<InboxRow> PAGE_ORDER = Comparator.comparing(
                    (InboxRow row) -> !row.settings().pinned())
            .thenComparing(InboxRow::sortId, EntryIdOrder.BY_TIME.reversed())
            .thenComparing(InboxRow::conversation);

    private static final int ID_SIZE = 16;
    private static final int PINNED = 1;
    private static final int MUTED = 2;

    private InboxFormat() {}

    static byte[] encode(long lastSeq, UUID sortId, ConversationSettings settings) {
        Instant mutedUntil = settings.mutedUntil();
        ByteWriter out = new ByteWriter(ID_SIZE + 6)
                .int64(sortId.getMostSignificantBits())
                .int64(sortId.getLeastSignificantBits())
                .int8((settings.pinned() ? PINNED : 0) | (mutedUntil == null ? 0 : MUTED))
                .varint(lastSeq);
        if (mutedUntil != null) {
            out.int64(mutedUntil.toEpochMilli());
        }
        return out.toBytes();
    }

    static long lastSeq(byte[] value) {
        return new ByteReader(value).skip(ID_SIZE + 1).varint();
    }

    /** Compares the place of a row in pages with that of another: 0 means that their conversations decide. */
    static int comparePlace(byte[] value, InboxRow other) {
        boolean pinned = (value[ID_SIZE] & PINNED) != 0;
        if (pinned != other.settings().pinned()) {
            return pinned ? -1 : 1;
        }
        int high = Long.compareUnsigned(other.sortId().getMostSignificantBits(), ByteReader.int64(value, 0));
        return high != 0
                ? high
                : Long.compareUnsigned(other.sortId().getLeastSignificantBits(), ByteReader.int64(value, Long.BYTES));
    }

    static InboxRow decode(ConversationId conversation, byte[] value) {
        ByteReader in = new ByteReader(value);
        UUID sortId = new UUID(in.int64(), in.int64());
        int flags = in.int8();
        long lastSeq = in.varint();
        Instant mutedUntil = (flags & MUTED) == 0 ? null : Instant.ofEpochMilli(in.int64());
        return new InboxRow(conversation, lastSeq, sortId, new ConversationSettings(mutedUntil, (flags & PINNED) != 0));
    }
}
