package dev.parley.presence.redis.internal.cache;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.EntryCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a value: its form (1 byte), a checksum of all that follows and of the conversation's id (4), seq (8), id (16),
 * time in milliseconds (8), sender, device (empty for none), key, and the body as {@link EntryCodec} writes it.
 */
final class EntryValue {

    /**
     * The form that this version writes, and the only one that it reads. It is raised whenever anything is added to what an
     * entry can say: a node of the version before reads a newer entry from the store without what it does not know, and what
     * it puts into the cache must not be taken for the whole.
     */
    static final byte FORM = 1;

    private static final int HEADER = 5;

    private EntryValue() {}

    static byte[] encode(Entry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            DeviceId device = entry.origin().device();
            out.writeByte(FORM);
            out.writeInt(0);
            out.writeLong(entry.seq());
            out.writeLong(entry.id().getMostSignificantBits());
            out.writeLong(entry.id().getLeastSignificantBits());
            out.writeLong(entry.time().toEpochMilli());
            out.writeUTF(entry.origin().sender().value());
            out.writeUTF(device == null ? "" : device.value());
            out.writeUTF(entry.origin().key());
            out.write(EntryCodec.encode(entry.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // longer than 65,535 bytes, which no id and no key is
        }
        byte[] value = bytes.toByteArray();
        ByteBuffer.wrap(value).putInt(1, checksum(entry.conversation(), value));
        return value;
    }

    /** The entry; empty when the value is not that of the conversation's entry with the seq, in this form and whole. */
    static Optional<Entry> decode(ConversationId conversation, long seq, byte[] value) {
        boolean whole = value.length > HEADER
                && value[0] == FORM
                && ByteBuffer.wrap(value).getInt(1) == checksum(conversation, value);
        if (!whole) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value, HEADER, value.length - HEADER))) {
            return in.readLong() == seq ? Optional.of(rest(conversation, seq, in)) : Optional.empty();
        } catch (IOException | RuntimeException e) { // written on purpose
            return Optional.empty();
        }
    }

    private static Entry rest(ConversationId conversation, long seq, DataInputStream in) throws IOException {
        UUID id = new UUID(in.readLong(), in.readLong());
        Instant time = Instant.ofEpochMilli(in.readLong());
        UserId sender = new UserId(in.readUTF());
        @Nullable DeviceId device = device(in.readUTF());
        Origin origin = new Origin(sender, device, in.readUTF());
        return new Entry(conversation, seq, id, origin, time, EntryCodec.decode(in.readAllBytes()));
    }

    private static @Nullable DeviceId device(String id) {
        return id.isEmpty() ? null : new DeviceId(id);
    }

    private static int checksum(ConversationId conversation, byte[] value) {
        CRC32C sum = new CRC32C();
        sum.update(conversation.value().getBytes(StandardCharsets.UTF_8));
        sum.update(value, HEADER, value.length - HEADER);
        return (int) sum.getValue();
    }
}
