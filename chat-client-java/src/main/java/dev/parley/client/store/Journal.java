package dev.parley.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file of records that only grows: {@code magic, (length, CRC-32C, payload)*}, numbers big-endian. Every record is
 * one write; what a crash tore off is the end of the file. Confined to one thread.
 */
final class Journal implements AutoCloseable {

    /** No record is longer; a length beyond it is damage. */
    static final int MAX_RECORD = 16 * 1024 * 1024;

    private static final int MAGIC_BYTES = 8;
    private static final int HEAD_BYTES = 8;
    /** How far to look for a record behind a damaged one: further than any torn write reaches. */
    private static final int SCAN_BYTES = 4 * 1024 * 1024;

    private final Path file;
    private final byte[] magic;
    private FileChannel channel;
    private long size;

    private Journal(Path file, byte[] magic, FileChannel channel, long size) {
        this.file = file;
        this.magic = magic;
        this.channel = channel;
        this.size = size;
    }

    /**
     * What a file holds.
     *
     * @param records the payloads up to the first damage
     * @param end where the last good record ends
     * @param torn the bytes after it, when they are the end of a write that never finished; else empty
     * @param damaged whether good records stand behind bad bytes, or the file is none of ours
     */
    record Contents(List<byte[]> records, long end, ByteBuffer torn, boolean damaged) {}

    static Contents read(Path file, byte[] magic) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return new Contents(List.of(), 0, ByteBuffer.allocate(0), false);
        }
        byte[] bytes = Files.readAllBytes(file);
        List<byte[]> records = new ArrayList<>();
        int known = Math.min(MAGIC_BYTES, bytes.length);
        if (!Arrays.equals(magic, 0, known, bytes, 0, known)) {
            return new Contents(records, 0, ByteBuffer.wrap(bytes), true);
        }
        if (known < MAGIC_BYTES) {
            return new Contents(records, 0, ByteBuffer.wrap(bytes), false);
        }
        int at = MAGIC_BYTES;
        while (isRecord(bytes, at)) {
            int length = ByteBuffer.wrap(bytes).getInt(at);
            records.add(Arrays.copyOfRange(bytes, at + HEAD_BYTES, at + HEAD_BYTES + length));
            at += HEAD_BYTES + length;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, at, bytes.length - at);
        return new Contents(records, at, rest, recordBehind(bytes, at + 1));
    }

    /** Opens a file for appending after a place, which cuts off what stands there. */
    static Journal open(Path file, byte[] magic, long end) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Journal journal = new Journal(file, magic, channel, end);
        if (end < MAGIC_BYTES) {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(magic), 0);
            journal.size = MAGIC_BYTES;
            channel.force(true);
            forceFolder(file);
        } else if (channel.size() > end) {
            channel.truncate(end);
            channel.force(true);
        }
        return journal;
    }

    /** Appends some records, all or none. */
    void append(List<byte[]> payloads, boolean durable) {
        ByteBuffer bytes = encode(payloads);
        int length = bytes.remaining();
        try {
            write(bytes, size);
            if (durable) {
                channel.force(false);
            }
            size += length;
        } catch (IOException e) {
            try {
                channel.truncate(size); // so that what comes next does not follow half a record
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw new UncheckedIOException(file.getFileName() + ": not written", e);
        }
    }

    /** Puts other records in place of all, in one step. */
    void replace(List<byte[]> payloads) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (Journal next = open(fresh, magic, 0)) {
                next.append(payloads, true);
            }
            channel.close();
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(file);
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            size = channel.size();
        } catch (IOException e) {
            reopen(e);
            throw new UncheckedIOException(file.getFileName() + ": not rewritten", e);
        }
    }

    private void reopen(IOException cause) {
        if (!channel.isOpen()) {
            try {
                channel = FileChannel.open(file, StandardOpenOption.WRITE);
                size = channel.size();
            } catch (IOException second) {
                cause.addSuppressed(second);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static ByteBuffer encode(List<byte[]> payloads) {
        int length = 0;
        for (byte[] payload : payloads) {
            length += HEAD_BYTES + payload.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (byte[] payload : payloads) {
            bytes.putInt(payload.length)
                    .putInt(checksum(payload, 0, payload.length))
                    .put(payload);
        }
        return bytes.flip();
    }

    private static boolean isRecord(byte[] bytes, int at) {
        if (bytes.length - at < HEAD_BYTES) {
            return false;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes, at, HEAD_BYTES);
        int length = head.getInt();
        return length > 0
                && length <= MAX_RECORD
                && length <= bytes.length - at - HEAD_BYTES
                && checksum(bytes, at + HEAD_BYTES, length) == head.getInt();
    }

    private static boolean recordBehind(byte[] bytes, int from) {
        int last = Math.min(bytes.length - HEAD_BYTES, from + SCAN_BYTES);
        for (int at = from; at < last; at++) {
            if (isRecord(bytes, at)) {
                return true;
            }
        }
        return false;
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Makes a new or renamed file survive a power loss, where the system lets a folder be forced. */
    private static void forceFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null
                || !folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
