package dev.parley.client.store;

import static dev.parley.client.fake.World.ADA;
import static dev.parley.client.fake.World.C1;
import static dev.parley.client.fake.World.DEVICE;
import static dev.parley.client.fake.World.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.ClientOptions;
import dev.parley.client.Sending;
import dev.parley.client.fake.World;
import dev.parley.model.MessageBody;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileClientStoreTest {

    @TempDir
    Path folder;

    @Test
    void aNewStoreIsEmpty() {
        try (FileClientStore store = FileClientStore.in(folder.resolve("a/b"))) {
            assertThat(store.open()).isEqualTo(new StoredState(null, null, List.of(), List.of()));
        }
    }

    @Test
    void everythingIsThereAgain() {
        fill();
        try (FileClientStore store = FileClientStore.in(folder)) {
            assertThat(store.open())
                    .isEqualTo(new StoredState(
                            ADA, DEVICE, List.of(write(1), write(3)), List.of(appended(1), appended(2))));
        }
    }

    /** What a process that is killed leaves: every possible prefix of the files. */
    @Test
    void aTornTailLosesOnlyWhatWasNeverAccepted() throws IOException {
        fill();
        byte[] outbox = Files.readAllBytes(folder.resolve("outbox.log"));
        byte[] cache = Files.readAllBytes(folder.resolve("cache.log"));
        int known = 0;
        for (int length = 0; length <= outbox.length; length++) {
            Path copy = Files.createDirectories(folder.resolve("cut" + length));
            Files.write(copy.resolve("outbox.log"), Arrays.copyOf(outbox, length));
            Files.write(copy.resolve("cache.log"), Arrays.copyOf(cache, Math.min(cache.length, length)));
            int size;
            try (FileClientStore store = FileClientStore.in(copy)) {
                StoredState state = store.open();
                size = state.outbox().size();
                store.addWrites(List.of(write(9)));
                store.remember(appended(9));
            }
            try (FileClientStore store = FileClientStore.in(copy)) {
                StoredState state = store.open();
                assertThat(state.outbox()).hasSize(size + 1).endsWith(write(9));
                assertThat(state.cache()).endsWith(appended(9));
            }
            known = Math.max(known, size);
        }
        assertThat(known).isEqualTo(3);
    }

    @Test
    void anUnfinishedWriteIsKeptAside() throws IOException {
        fill();
        Path file = folder.resolve("outbox.log");
        byte[] bytes = Files.readAllBytes(file);
        byte[] torn = Arrays.copyOf(bytes, bytes.length + 5);
        torn[bytes.length + 3] = 44;
        Files.write(file, torn);
        try (FileClientStore store = FileClientStore.in(folder)) {
            assertThat(store.open().outbox()).hasSize(2);
        }
        assertThat(Files.readAllBytes(folder.resolve("outbox.torn"))).hasSize(5);
    }

    @Test
    void aDamagedOutboxDoesNotOpenAndStaysAsItIs() throws IOException {
        fill();
        Path file = folder.resolve("outbox.log");
        byte[] bytes = Files.readAllBytes(file);
        bytes[60] ^= 1;
        Files.write(file, bytes);
        FileClientStore store = FileClientStore.in(folder);
        assertThatThrownBy(store::open).isInstanceOf(UncheckedIOException.class).hasMessageContaining("damaged");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        bytes[60] ^= 1;
        Files.write(file, bytes);
        try (FileClientStore again = FileClientStore.in(folder)) {
            assertThat(again.open().outbox()).hasSize(2);
        }
    }

    @Test
    void aForeignFileIsNotTakenForAnOutbox() throws IOException {
        Files.writeString(folder.resolve("outbox.log"), "something else entirely");
        assertThatThrownBy(() -> FileClientStore.in(folder).open()).isInstanceOf(UncheckedIOException.class);
        assertThat(folder.resolve("outbox.log")).hasContent("something else entirely");
    }

    @Test
    void aDamagedCacheIsDroppedAndTheOutboxStays() throws IOException {
        fill();
        Path file = folder.resolve("cache.log");
        byte[] bytes = Files.readAllBytes(file);
        bytes[30] ^= 1;
        Files.write(file, bytes);
        try (FileClientStore store = FileClientStore.in(folder)) {
            StoredState state = store.open();
            assertThat(state.cache()).isEmpty();
            assertThat(state.outbox()).hasSize(2);
            store.remember(appended(7));
        }
        try (FileClientStore store = FileClientStore.in(folder)) {
            assertThat(store.open().cache()).containsExactly(appended(7));
        }
    }

    @Test
    void oneClientAtATime() {
        try (FileClientStore store = FileClientStore.in(folder)) {
            store.open();
            assertThatThrownBy(() -> FileClientStore.in(folder).open())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another client");
        }
    }

    @Test
    void theOutboxIsRewrittenWhenMostOfItIsAnswered() throws IOException {
        try (FileClientStore store = FileClientStore.in(folder)) {
            store.open();
            store.bind(ADA, DEVICE);
            for (long id = 1; id <= 1_200; id++) {
                store.addWrites(List.of(write(id)));
                if (id % 100 != 0) {
                    store.removeWrite(id);
                }
            }
        }
        assertThat(Files.size(folder.resolve("outbox.log"))).isLessThan(100_000);
        try (FileClientStore store = FileClientStore.in(folder)) {
            StoredState state = store.open();
            assertThat(state.owner()).isEqualTo(ADA);
            assertThat(state.outbox())
                    .isEqualTo(LongStream.rangeClosed(1, 12)
                            .mapToObj(i -> write(i * 100))
                            .toList());
        }
    }

    @Test
    void aReplacedCacheHoldsOnlyTheNewEvents() {
        fill();
        try (FileClientStore store = FileClientStore.in(folder)) {
            store.open();
            store.replaceCache(List.of(appended(5)));
            store.remember(appended(6));
        }
        try (FileClientStore store = FileClientStore.in(folder)) {
            assertThat(store.open().cache()).containsExactly(appended(5), appended(6));
        }
    }

    @Test
    void aClientGoesOnWhereItsKilledPredecessorWas() throws IOException {
        World killed = new World(FileClientStore.in(folder), ClientOptions.DEFAULT);
        killed.goLive(World.synced(C1, 1, 3));
        Sending sending = killed.client.messages().send(C1, MessageBody.text("unsent"));
        killed.loop.run();
        assertThat(sending.accepted().toCompletableFuture()).isCompleted();
        Path copy = Files.createDirectories(folder.resolve("after-the-kill"));
        for (String file : List.of("outbox.log", "cache.log")) {
            Files.copy(folder.resolve(file), copy.resolve(file)); // nothing was closed or flushed for it
        }
        World next = new World(FileClientStore.in(copy), ClientOptions.DEFAULT);
        assertThat(next.client.messages().timeline(C1).cursor()).isEqualTo(3);
        next.goLive(new Event.Synced(World.summary(C1, 3), null, false));
        assertThat(next.server.next(Command.Send.class).command().key()).isEqualTo(sending.key());
        next.client.close();
        killed.client.close();
    }

    @Test
    void aCopyWhoseOwnerIsLostIsShownToNobody() throws IOException {
        World first = new World(FileClientStore.in(folder), ClientOptions.DEFAULT);
        first.goLive(World.synced(C1, 1, 3));
        first.client.close();
        Files.write(folder.resolve("outbox.log"), new byte[0]);
        World second = new World(FileClientStore.in(folder), ClientOptions.DEFAULT);
        assertThat(second.client.messages().timeline(C1).items()).isEmpty();
        second.goLive();
        second.client.close();
        World third = new World(FileClientStore.in(folder), ClientOptions.DEFAULT);
        assertThat(third.client.user()).isPresent();
        assertThat(third.client.messages().timeline(C1).items()).isEmpty();
        third.client.close();
    }

    private void fill() {
        try (FileClientStore store = FileClientStore.in(folder)) {
            store.open();
            store.bind(null, DEVICE);
            store.bind(ADA, DEVICE);
            store.addWrites(List.of(write(1), write(2)));
            store.addWrites(List.of(write(3)));
            store.removeWrite(2);
            store.remember(appended(1));
            store.remember(appended(2));
        }
    }

    private static StoredWrite write(long id) {
        return new StoredWrite(id, new Command.Send(C1, "key" + id, MessageBody.text("text " + id)));
    }

    private static Event appended(long seq) {
        return new Event.Appended(said(C1, seq));
    }
}
