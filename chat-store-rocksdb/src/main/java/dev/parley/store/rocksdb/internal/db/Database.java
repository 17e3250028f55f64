package dev.parley.store.rocksdb.internal.db;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.rocksdb.RocksStoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Reads on the readers, writes on the committer; opens the files again when only that helps. Thread-safe. */
public final class Database implements AutoCloseable {

    private static final byte[] FORMAT = Bytes.utf8("format");
    private static final int VERSION = 1;

    /** Opening writes some small files. */
    private static final long LEAST_SPACE = 4 << 20;

    private final Path folder;
    private final RocksStoreOptions options;
    private final Readers readers;
    private final Committer committer;

    /** Held for reading by whoever uses what is open, for writing by whoever opens it again. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private @Nullable Opened opened;

    private Database(Path folder, RocksStoreOptions options, Opened opened) {
        this.folder = folder;
        this.options = options;
        this.opened = opened;
        readers = new Readers(options.readers(), options.queueCapacity());
        committer =
                new Committer(new Group(opened, options.recentBytes()), this::recover, options.queueCapacity()).start();
    }

    /** Opens the files, making them when there are none. Blocks. */
    public static Database open(Path folder, RocksStoreOptions options) {
        try {
            Files.createDirectories(folder);
            RocksDB.loadLibrary();
            Opened opened = Opened.open(folder, options, true);
            try {
                checkFormat(folder, opened);
                return new Database(folder, options, opened);
            } catch (RocksDBException | RuntimeException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("directory: " + folder + " cannot be made", e);
        } catch (RocksDBException e) {
            throw new ChatException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "the RocksDB files cannot be opened; another process may have them open: " + e.getMessage(),
                    e);
        }
    }

    private static void checkFormat(Path folder, Opened opened) throws RocksDBException {
        byte[] stored = opened.get(Family.META, FORMAT);
        if (stored == null) {
            GroupBatch first = new GroupBatch();
            first.put(opened.number(Family.META), FORMAT, new byte[] {VERSION});
            opened.write(first.toBytes());
        } else if (stored[0] > VERSION) {
            throw new IllegalStateException("the files in " + folder + " are of version " + stored[0]
                    + ", newer than this Parley, which knows versions up to " + VERSION);
        }
    }

    /** Reads as of one moment. */
    public <T> CompletionStage<T> read(Function<View, T> work) {
        return readers.submit(() -> inUse(current -> {
            try (View view = new View(current)) {
                return work.apply(view);
            }
        }));
    }

    /** Changes something, and completes when that is forced to the disk. */
    public <T> CompletionStage<T> write(Write<T> write) {
        return committer.submit(write);
    }

    /** Checks that it reads, and after a failed write that it writes again. */
    public CompletionStage<Void> check() {
        return committer.isDoubtful()
                ? write(group -> done())
                : read(view -> view.get(Family.META, FORMAT)).thenAccept(version -> {});
    }

    /** What a write says that has nothing to say. */
    @SuppressWarnings("NullAway") // the value of a Void is null
    public static Supplier<Void> done() {
        return () -> null;
    }

    private <T> T inUse(Function<Opened, T> work) {
        use.readLock().lock();
        try {
            if (opened == null) {
                throw new ChatException(ErrorCode.STORE_UNAVAILABLE, "the store's files are not open");
            }
            return work.apply(opened);
        } finally {
            use.readLock().unlock();
        }
    }

    /**
     * Opens the files once more, which reads the log and so tells what of the failed write is in it. While the disk is full
     * that would only end the reads, so it waits for space. Called by the committer, whom no write passes by.
     */
    private Opened recover(RocksDBException cause) throws RocksDBException {
        if (Failures.isNoSpace(cause) && !hasSpace()) {
            throw cause;
        }
        use.writeLock().lock();
        try {
            if (opened != null) {
                opened.close();
                opened = null;
            }
            opened = Opened.open(folder, options, false); // who lost the files must not go on with empty ones
            return opened;
        } finally {
            use.writeLock().unlock();
        }
    }

    private boolean hasSpace() {
        try {
            return Files.getFileStore(folder).getUsableSpace() >= LEAST_SPACE;
        } catch (IOException e) {
            return true; // opening the files will tell
        }
    }

    /** Makes a copy in a folder that does not exist yet. Blocks. */
    public void checkpoint(Path target) {
        inUse(current -> {
            try {
                current.checkpoint(target);
                return target;
            } catch (RocksDBException e) {
                throw new ChatException(ErrorCode.STORE_UNAVAILABLE, "no checkpoint was made: " + e.getMessage(), e);
            }
        });
    }

    /** Finishes what was accepted, then refuses everything. Blocks. */
    @Override
    public void close() {
        committer.close();
        readers.close();
        use.writeLock().lock();
        try {
            if (opened != null) {
                opened.close();
                opened = null;
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
