package dev.parley.store.jdbc.internal.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Files on a disk that a test says is full. */
public final class FullDiskPath extends FilePathWrapper {

    static volatile boolean full;

    /** For H2, which makes one for each path. */
    public FullDiskPath() {}

    static String of(Path file) {
        FilePath.register(new FullDiskPath());
        return "full-disk:" + file;
    }

    @Override
    public String getScheme() {
        return "full-disk";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Full(getBase().open(mode));
    }

    private static final class Full extends FileBaseDefault {

        private final FileChannel file;

        Full(FileChannel file) {
            this.file = file;
        }

        private static void requireSpace() throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public synchronized int write(ByteBuffer from, long position) throws IOException {
            requireSpace();
            return file.write(from, position);
        }

        @Override
        public synchronized int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            requireSpace();
            file.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            requireSpace();
            file.force(metaData);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
