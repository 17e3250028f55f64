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
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entries as values: form (1 byte), the {@link Seal} of all that follows and of the conversation's id, seq (8), id (16),
 * time in milliseconds (8), sender, device (empty for none), key, and the body as {@link EntryCodec} writes it. Thread-safe.
 */
final class EntryValue {

    /**
     * The form that this version writes, and the only one that it reads. It is raised whenever anything is added to what an
     * entry can say: a node of the version before reads a newer entry from the store without what it does not know, and what
     * it puts into the cache must not be taken for the whole.
     */
    static final byte FORM = 1;

    private final Seal seal;
    private final int header;

    EntryValue(Seal seal) {
        this.seal = seal;
        this.header = 1 + seal.length();
    }

    byte[] encode(Entry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            DeviceId device = entry.origin().device();
            out.writeByte(FORM);
            out.write(new byte[seal.length()]);
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
        System.arraycopy(seal.of(entry.conversation(), content(value)), 0, value, 1, seal.length());
        return value;
    }

    /** The entry; empty when the value is not that of the conversation's entry with the seq, in this form and whole. */
    Optional<Entry> decode(ConversationId conversation, long seq, byte[] value) {
        boolean whole = value.length > header
                && value[0] == FORM
                && MessageDigest.isEqual(Arrays.copyOfRange(value, 1, header), seal.of(conversation, content(value)));
        if (!whole) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value, header, value.length - header))) {
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

    private ByteBuffer content(byte[] value) {
        return ByteBuffer.wrap(value, header, value.length - header);
    }
}
