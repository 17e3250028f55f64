package dev.parley.client.store;

import static dev.parley.client.fake.World.C1;
import static dev.parley.client.fake.World.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.client.fake.World;
import dev.parley.protocol.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The file of a client's cache, with anything in it. */
class CacheFileFuzzTest {

    private static final Event NEXT = new Event.Appended(said(C1, 9));

    static Stream<byte[]> records() {
        return Stream.of(
                JournalFile.payload(NEXT),
                JournalFile.payload(World.synced(C1, 1, 3)),
                JournalFile.payload(new Event.Hint(C1, 4)));
    }

    @MethodSource("records")
    @FuzzTest
    void whateverItHoldsTheClientOpensAndGoesOn(byte[] input) throws IOException {
        for (byte[] file : JournalFile.around("PARLEYC1", input, JournalFile.payload(NEXT))) {
            try (JournalFile.Folder folder = JournalFile.Folder.make()) {
                check(folder.path(), file);
            }
        }
    }

    private static void check(Path folder, byte[] file) throws IOException {
        Files.write(folder.resolve("cache.log"), file);
        List<Event> found = new ArrayList<>();
        try (FileClientStore store = FileClientStore.in(folder)) {
            found.addAll(store.open().cache());
            store.remember(NEXT);
        }
        found.add(NEXT);
        try (FileClientStore store = FileClientStore.in(folder)) {
            assertThat(store.open().cache()).isEqualTo(found);
        }
    }
}
