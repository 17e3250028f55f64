package dev.parley.client.store;

import static dev.parley.client.fake.World.C1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.model.MessageBody;
import dev.parley.protocol.Command;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The file of a client's outbox, with anything in it. */
class OutboxFileFuzzTest {

    private static final Command SEND = new Command.Send(C1, "key", MessageBody.text("hi"));
    private static final StoredWrite NEXT = new StoredWrite(Long.MAX_VALUE, SEND);

    static Stream<byte[]> records() {
        return Stream.of(added(), removed(), bound());
    }

    private static byte[] added() {
        byte[] frame = FrameCodec.CBOR.encode(new Frame.Request(0, SEND));
        return ByteBuffer.allocate(9 + frame.length)
                .put((byte) 1)
                .putLong(1)
                .put(frame)
                .array();
    }

    private static byte[] removed() {
        return ByteBuffer.allocate(9).put((byte) 2).putLong(1).array();
    }

    private static byte[] bound() {
        byte[] names = "adad1".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10).put((byte) 3).putInt(3).put(names).array();
    }

    @MethodSource("records")
    @FuzzTest
    void whateverItHoldsItOpensOrIsLeftAsItIs(byte[] input) throws IOException {
        for (byte[] file : JournalFile.around("PARLEYO1", input, added())) {
            try (JournalFile.Folder folder = JournalFile.Folder.make()) {
                check(folder.path(), file);
            }
        }
    }

    private static void check(Path folder, byte[] file) throws IOException {
        Path outbox = folder.resolve("outbox.log");
        Files.write(outbox, file);
        List<StoredWrite> found = new ArrayList<>();
        try (FileClientStore store = FileClientStore.in(folder)) {
            found.addAll(store.open().outbox());
            store.addWrites(List.of(NEXT));
        } catch (UncheckedIOException e) {
            assertThat(outbox).hasBinaryContent(file);
            return;
        }
        found.removeIf(write -> write.id() == NEXT.id());
        found.add(NEXT);
        try (FileClientStore store = FileClientStore.in(folder)) {
            assertThat(store.open().outbox()).isEqualTo(found);
        }
    }
}
