package dev.parley.client.store;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the outbox and the cache in two journals of one folder, which one client at a time may use. Every record
 * carries a checksum. The outbox is forced to the medium before a write counts as accepted; of a damaged outbox nothing
 * is thrown away: it does not open. A damaged cache is dropped, and the client reads it again from the server. Confined
 * to the client's thread.
 */
public final class FileClientStore implements ClientStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileClientStore.class);
    private static final byte[] CACHE_MAGIC = "PARLEYC1".getBytes(StandardCharsets.US_ASCII);

    private final Path folder;
    private @Nullable FileChannel lockFile;
    private @Nullable OutboxJournal outbox;
    private @Nullable Journal cache;

    private FileClientStore(Path folder) {
        this.folder = folder;
    }

    /**
     * A store in a folder, which is made when it does not exist.
     *
     * @param folder where to; one per user and device
     * @return the store, not opened yet
     */
    public static FileClientStore in(Path folder) {
        return new FileClientStore(folder);
    }

    /**
     * Opens the store.
     *
     * @return what it holds
     * @throws IllegalStateException when another client uses the folder
     * @throws UncheckedIOException when the folder cannot be read, or the outbox is damaged
     */
    @Override
    public StoredState open() {
        try {
            Files.createDirectories(folder);
            lock();
            outbox = OutboxJournal.open(folder.resolve("outbox.log"));
            List<Event> events = openCache(folder.resolve("cache.log"));
            return new StoredState(outbox.owner(), outbox.device(), outbox.writes(), events);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    private void lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("folder: another client uses " + folder);
        }
        lockFile = channel;
    }

    private List<Event> openCache(Path file) throws IOException {
        Journal.Contents contents = Journal.read(file, CACHE_MAGIC);
        List<Event> events = new ArrayList<>();
        boolean readable = !contents.damaged();
        try {
            for (byte[] payload : contents.records()) {
                for (Frame frame : FrameCodec.CBOR.decodeAnswers(payload)) {
                    events.add(((Frame.Pushed) frame).event());
                }
            }
        } catch (ChatException | ClassCastException e) {
            readable = false;
        }
        if (!readable) {
            LOG.warn("{} is damaged and dropped; the client reads it again from the server", file);
            cache = Journal.open(file, CACHE_MAGIC, 0);
            return List.of();
        }
        cache = Journal.open(file, CACHE_MAGIC, contents.end());
        return events;
    }

    @Override
    public void bind(@Nullable UserId owner, DeviceId device) {
        opened(outbox).bind(owner, device);
    }

    @Override
    public void addWrites(List<StoredWrite> writes) {
        opened(outbox).add(writes);
    }

    @Override
    public void removeWrite(long id) {
        opened(outbox).remove(id);
    }

    @Override
    public void remember(Event event) {
        opened(cache).append(List.of(encode(event)), false);
    }

    @Override
    public void replaceCache(List<Event> events) {
        opened(cache).replace(events.stream().map(FileClientStore::encode).toList());
    }

    @Override
    public void close() {
        try (FileChannel unlocked = lockFile;
                Journal closedCache = cache;
                OutboxJournal closedOutbox = outbox) {
            LOG.debug("closing {} with {}, {}, {}", folder, unlocked, closedCache, closedOutbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lockFile = null;
            cache = null;
            outbox = null;
        }
    }

    private static byte[] encode(Event event) {
        return FrameCodec.CBOR.encode(new Frame.Pushed(event));
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("store: not open");
        }
        return part;
    }
}
