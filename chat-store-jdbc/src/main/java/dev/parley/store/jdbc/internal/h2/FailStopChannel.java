package dev.parley.store.jdbc.internal.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * A file that is only read after a write to it failed: also after a failed {@code force}, of which nobody knows what it
 * left out. It can be written again once it is opened again. Thread-safe: writes are one after the other, so that none
 * is under way when one fails.
 */
final class FailStopChannel extends FileBaseDefault {

    private final FileChannel file;
    private volatile @Nullable IOException failed;

    FailStopChannel(FileChannel file) {
        this.file = file;
    }

    @Override
    public synchronized int write(ByteBuffer from, long position) throws IOException {
        requireWhole();
        try {
            return file.write(from, position);
        } catch (IOException e) {
            failed = e;
            throw e;
        }
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
        requireWhole();
        try {
            file.truncate(size);
        } catch (IOException e) {
            failed = e;
            throw e;
        }
    }

    /** Nobody's write waits for it. */
    @Override
    public void force(boolean metaData) throws IOException {
        requireWhole();
        try {
            file.force(metaData);
        } catch (IOException e) {
            failed = e;
            throw e;
        }
    }

    private void requireWhole() throws IOException {
        IOException before = failed;
        if (before != null) {
            throw new IOException("not written, because a write before it failed: " + before.getMessage(), before);
        }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // reads at a position share nothing
    public int read(ByteBuffer into, long position) throws IOException {
        return file.read(into, position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
