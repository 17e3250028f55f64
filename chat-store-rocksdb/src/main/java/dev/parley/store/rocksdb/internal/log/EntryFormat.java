package dev.parley.store.rocksdb.internal.log;

import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.EntryCodec;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * An entry as a value: the state seq of its log as of it (8 bytes), flags (1), fingerprint (32), id (16), time in
 * milliseconds (8), sender, device (empty for none), key, and the body as {@link EntryCodec} writes it. The entry's place is
 * in its key.
 */
final class EntryFormat {

    private static final int FLAGS = 8;
    private static final int FINGERPRINT = 9;
    private static final int FINGERPRINT_SIZE = 32;
    private static final int ID = FINGERPRINT + FINGERPRINT_SIZE;
    private static final int SENDER = ID + 24;

    private static final int MESSAGE = 1;
    private static final int MENTIONS = 2;

    private EntryFormat() {}

    /** The value of an entry that has no seq yet, with room for the state seq. */
    static byte[] encode(NewEntry entry) {
        byte[] body = EntryCodec.encode(entry.body());
        Origin origin = entry.origin();
        DeviceId device = origin.device();
        return new ByteWriter(SENDER + 120 + body.length)
                .int64(0)
                .int8(flags(entry.body()))
                .raw(fingerprint(entry.fingerprint()))
                .int64(entry.id().getMostSignificantBits())
                .int64(entry.id().getLeastSignificantBits())
                .int64(entry.time().toEpochMilli())
                .sized(origin.sender().value())
                .sized(device == null ? "" : device.value())
                .sized(origin.key())
                .raw(body)
                .toBytes();
    }

    private static int flags(EntryBody body) {
        if (body instanceof EntryBody.Posted posted) {
            return posted.body().mentions().isEmpty() ? MESSAGE : MESSAGE | MENTIONS;
        }
        return 0;
    }

    private static byte[] fingerprint(String digits) {
        byte[] bytes = HexFormat.of().parseHex(digits);
        if (bytes.length != FINGERPRINT_SIZE) {
            throw new IllegalArgumentException(
                    "fingerprint: " + digits.length() + " digits (expected: " + 2 * FINGERPRINT_SIZE + ")");
        }
        return bytes;
    }

    static Entry decode(ConversationId conversation, long seq, byte[] value) {
        ByteReader in = new ByteReader(value).skip(ID);
        UUID id = new UUID(in.int64(), in.int64());
        Instant time = Instant.ofEpochMilli(in.int64());
        UserId sender = new UserId(in.sized());
        String device = in.sized();
        Origin origin = new Origin(sender, device.isEmpty() ? null : new DeviceId(device), in.sized());
        return new Entry(conversation, seq, id, origin, time, EntryCodec.decode(in.rest()));
    }

    static void setStateSeq(byte[] value, long stateSeq) {
        ByteWriter.putInt64(value, 0, stateSeq);
    }

    static long stateSeq(byte[] value) {
        return ByteReader.int64(value, 0);
    }

    static boolean sameFingerprint(byte[] one, byte[] other) {
        return Arrays.equals(one, FINGERPRINT, ID, other, FINGERPRINT, ID);
    }

    static boolean isMessage(byte[] value) {
        return (value[FLAGS] & MESSAGE) != 0;
    }

    static boolean isFrom(byte[] sender, byte[] value) {
        return new ByteReader(value).skip(SENDER).sizedIs(sender);
    }

    static boolean mentions(UserId user, byte[] value) {
        if ((value[FLAGS] & MENTIONS) == 0) {
            return false;
        }
        ByteReader in = new ByteReader(value).skip(SENDER);
        for (int i = 0; i < 3; i++) {
            in.skip((int) in.varint());
        }
        return EntryCodec.decode(in.rest()) instanceof EntryBody.Posted posted
                && posted.body().mentions().contains(user);
    }
}
