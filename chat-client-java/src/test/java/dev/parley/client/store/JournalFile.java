package dev.parley.client.store;

import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Journals that nobody wrote, for a fuzzer that cannot guess checksums. */
final class JournalFile {

    private JournalFile() {}

    /** The input as a whole file, as a record, and as the end of a file behind a good record. */
    static List<byte[]> around(String magic, byte[] input, byte[] good) {
        byte[] start = magic.getBytes(StandardCharsets.US_ASCII);
        return List.of(
                input,
                join(start, record(input)),
                join(start, record(good), record(input), record(good)),
                join(start, record(good), input));
    }

    static byte[] payload(Event event) {
        return FrameCodec.CBOR.encode(new Frame.Pushed(event));
    }

    private static byte[] record(byte[] payload) {
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        return ByteBuffer.allocate(8 + payload.length)
                .putInt(payload.length)
                .putInt((int) checksum.getValue())
                .put(payload)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A folder for one input, in memory where the machine has such a place: a fuzzer makes thousands of them. */
    record Folder(Path path) implements AutoCloseable {

        static Folder make() throws IOException {
            Path memory = Path.of("/dev/shm");
            return new Folder(
                    Files.isWritable(memory)
                            ? Files.createTempDirectory(memory, "parley-fuzz")
                            : Files.createTempDirectory("parley-fuzz"));
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> all = Files.list(path)) {
                for (Path file : all.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(path);
        }
    }
}
