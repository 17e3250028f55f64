package dev.parley.benchmarks.load.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A plain file that is only appended to, forced to the disk at each commit. Confined to one thread. */
final class FileLog implements GroupCommit.Log {

    private final FileChannel file;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

    private FileLog(FileChannel file) {
        this.file = file;
    }

    static FileLog open(Path directory) throws IOException {
        return new FileLog(
                FileChannel.open(directory.resolve("log"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public void append(List<byte[]> messages) throws IOException {
        int length = 0;
        for (byte[] message : messages) {
            length += 4 + message.length;
        }
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(2 * length);
        }
        buffer.clear();
        for (byte[] message : messages) {
            buffer.putInt(message.length).put(message);
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            int unused = file.write(buffer);
        }
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
