package dev.parley.client.store;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of writes added and answered, and of whose they are. Confined to one thread. */
final class OutboxJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxJournal.class);
    private static final byte[] MAGIC = "PARLEYO1".getBytes(StandardCharsets.US_ASCII);

    private static final byte ADDED = 1;
    private static final byte REMOVED = 2;
    private static final byte BOUND = 3;

    /** Below this many answered writes a rewrite is not worth it. */
    private static final int COMPACT_ABOVE = 500;

    private final Journal journal;
    private final TreeMap<Long, byte[]> rows = new TreeMap<>();
    private final List<StoredWrite> loaded = new ArrayList<>();
    private byte @Nullable [] bound;
    private @Nullable UserId owner;
    private @Nullable DeviceId device;
    private int removed;

    private OutboxJournal(Journal journal) {
        this.journal = journal;
    }

    static OutboxJournal open(Path file) throws IOException {
        Journal.Contents contents = Journal.read(file, MAGIC);
        if (contents.damaged()) {
            throw new IOException(file + ": damaged at byte " + contents.end()
                    + ", with good records behind; unsent messages would be lost, so it is left as it is");
        }
        if (contents.torn().hasRemaining()) {
            // A write is accepted only after it was forced, so this one never was. It is kept aside all the same.
            Path aside = file.resolveSibling("outbox.torn");
            byte[] torn = new byte[contents.torn().remaining()];
            contents.torn().get(torn);
            Files.write(aside, torn);
            LOG.warn("{}: {} bytes of an unfinished write cut off, kept in {}", file, torn.length, aside);
        }
        OutboxJournal outbox = new OutboxJournal(Journal.open(file, MAGIC, contents.end()));
        try {
            for (byte[] record : contents.records()) {
                outbox.replay(file, record);
            }
            for (var row : outbox.rows.entrySet()) {
                outbox.loaded.add(decode(file, row.getValue()));
            }
        } catch (IOException e) {
            outbox.close();
            throw e;
        }
        return outbox;
    }

    private void replay(Path file, byte[] whole) throws IOException {
        try {
            replay(whole);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException(file + ": a record that this version does not know", e);
        }
    }

    private void replay(byte[] whole) {
        ByteBuffer record = ByteBuffer.wrap(whole);
        switch (record.get()) {
            case ADDED -> rows.put(record.getLong(), whole);
            case REMOVED -> {
                rows.remove(record.getLong());
                removed++;
            }
            case BOUND -> {
                String user = text(record, record.getInt());
                String name = text(record, record.remaining());
                owner = user.isEmpty() ? null : new UserId(user);
                device = new DeviceId(name);
                bound = whole;
            }
            default -> throw new IllegalArgumentException("kind of record: " + whole[0]);
        }
    }

    private static String text(ByteBuffer record, int length) {
        if (length < 0 || length > record.remaining()) {
            throw new IllegalArgumentException("length: " + length);
        }
        byte[] utf8 = new byte[length];
        record.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static StoredWrite decode(Path file, byte[] row) throws IOException {
        ByteBuffer record = ByteBuffer.wrap(row);
        record.get();
        long id = record.getLong();
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        List<Frame> frames = FrameCodec.CBOR.decodeRequests(bytes);
        if (frames.size() == 1 && frames.get(0) instanceof Frame.Request request) {
            return new StoredWrite(id, request.command());
        }
        throw new IOException(file + ": write " + id + " is none that this version knows");
    }

    @Nullable
    UserId owner() {
        return owner;
    }

    @Nullable
    DeviceId device() {
        return device;
    }

    /** The writes that were there when it was opened. */
    List<StoredWrite> writes() {
        return loaded;
    }

    void bind(@Nullable UserId newOwner, DeviceId newDevice) {
        byte[] user = newOwner == null ? new byte[0] : newOwner.value().getBytes(StandardCharsets.UTF_8);
        byte[] name = newDevice.value().getBytes(StandardCharsets.UTF_8);
        byte[] record = ByteBuffer.allocate(5 + user.length + name.length)
                .put(BOUND)
                .putInt(user.length)
                .put(user)
                .put(name)
                .array();
        journal.append(List.of(record), true);
        owner = newOwner;
        device = newDevice;
        bound = record;
    }

    void add(List<StoredWrite> writes) {
        List<byte[]> records = new ArrayList<>();
        for (StoredWrite write : writes) {
            byte[] frame = FrameCodec.CBOR.encode(new Frame.Request(0, write.command()));
            records.add(ByteBuffer.allocate(9 + frame.length)
                    .put(ADDED)
                    .putLong(write.id())
                    .put(frame)
                    .array());
        }
        journal.append(records, true);
        for (int i = 0; i < records.size(); i++) {
            rows.put(writes.get(i).id(), records.get(i));
        }
    }

    void remove(long id) {
        if (rows.remove(id) == null) {
            return;
        }
        journal.append(List.of(ByteBuffer.allocate(9).put(REMOVED).putLong(id).array()), false);
        removed++;
        if (removed > COMPACT_ABOVE && removed > 2 * rows.size()) {
            List<byte[]> all = new ArrayList<>();
            if (bound != null) {
                all.add(bound);
            }
            all.addAll(rows.values());
            journal.replace(all);
            removed = 0;
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
