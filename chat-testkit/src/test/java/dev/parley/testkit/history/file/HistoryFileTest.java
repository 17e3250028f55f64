package dev.parley.testkit.history.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.LogEntry;
import dev.parley.testkit.history.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    private static final Client ADA = new Client("ada", "phone \"2\"\n");

    @TempDir
    Path folder;

    private final List<HistoryEvent> written = new ArrayList<>();
    private long now;

    private HistoryRecorder recorder(HistoryFile file, String process) {
        return new HistoryRecorder(
                event -> {
                    written.add(event);
                    file.accept(event);
                },
                () -> ++now,
                process);
    }

    private List<HistoryEvent> read(Path... files) throws IOException {
        List<HistoryEvent> events = new ArrayList<>();
        HistoryReader.of(List.of(files)).read(events::add);
        return events;
    }

    @Test
    void everyKindOfEventComesBackAsItWas() throws IOException {
        Path path = folder.resolve("run.jsonl");
        LogEntry message = new LogEntry(2, "ada", "k1", Change.message("hé\u2028\uD83D\uDE00"));
        try (HistoryFile file = HistoryFile.append(path)) {
            HistoryRecorder recorder = recorder(file, "17");
            recorder.base("c", 1, List.of("ada", "bob"), true);
            recorder.started(ADA, true);
            recorder.invoke(ADA, new Operation.Write("c", "k1", message.change()))
                    .stored(2);
            recorder.invoke(ADA, new Operation.Write(null, "k2", Change.created(List.of("ada"), true)))
                    .created("d");
            recorder.invoke(ADA, new Operation.Write("c", "k3", Change.edit(2, null)))
                    .unknown();
            recorder.invoke(ADA, new Operation.Write("c", "k4", Change.reaction(2, "+1", false)))
                    .refused("gone");
            recorder.invoke(ADA, new Operation.Mark("c", 2, 1)).marks(2, 1);
            recorder.invoke(ADA, new Operation.Read("c", 0L)).page(2, List.of(message));
            recorder.invoke(ADA, new Operation.Read("c", null)).page(0, List.of());
            recorder.delivered(ADA, "c", message);
            recorder.redrawn(ADA, "c", new LogEntry(2, "ada", "k1", Change.message(null)));
            recorder.reset(ADA, "c");
            recorder.caughtUp(ADA, "c", 2);
            recorder.marked(ADA, "c", "bob", 2, 0);
            recorder.fault("kill -9", "server", true);
            recorder.finalPage(
                    "c",
                    5,
                    List.of(
                            message,
                            new LogEntry(3, "ada", "k5", Change.memberRemoved("bob")),
                            new LogEntry(4, "ada", "k6", Change.roleChanged("ada", "admin")),
                            new LogEntry(5, "ada", "k7", Change.renamed("title"))));
        }
        List<HistoryEvent> events = read(path);
        assertThat(events).hasSameSizeAs(written);
        // Operations got new numbers, the same on both of their lines.
        for (int i = 0; i < events.size(); i++) {
            if (!(events.get(i) instanceof HistoryEvent.Invoked)
                    && !written.get(i).getClass().equals(HistoryEvent.Succeeded.class)
                    && !(events.get(i) instanceof HistoryEvent.Refused)
                    && !(events.get(i) instanceof HistoryEvent.Unknown)) {
                assertThat(events.get(i)).isEqualTo(written.get(i));
            }
        }
        HistoryEvent.Invoked invoked = (HistoryEvent.Invoked) events.get(3);
        HistoryEvent.Succeeded succeeded = (HistoryEvent.Succeeded) events.get(4);
        assertThat(invoked.operation()).isEqualTo(((HistoryEvent.Invoked) written.get(3)).operation());
        assertThat(succeeded.op()).isEqualTo(invoked.op());
        assertThat(succeeded.answer()).isEqualTo(((HistoryEvent.Succeeded) written.get(4)).answer());
    }

    @Test
    void aTornLastLineIsLeftOutAndCutOffByTheNextProcess() throws IOException {
        Path path = folder.resolve("run.jsonl");
        try (HistoryFile file = HistoryFile.append(path)) {
            recorder(file, "17").started(ADA, true);
        }
        Files.writeString(path, "{\"t\":9,\"event\":\"sta", StandardOpenOption.APPEND);
        assertThat(HistoryReader.of(List.of(path)).read(event -> {})).containsExactly(path);
        assertThat(read(path)).hasSize(2);
        try (HistoryFile file = HistoryFile.append(path)) {
            recorder(file, "18");
        }
        assertThat(read(path)).isEqualTo(written);
    }

    @Test
    void anythingElseThatIsNoEventIsNamedByItsLine() throws IOException {
        Path path = folder.resolve("run.jsonl");
        String open = "{\"t\":1,\"event\":\"open\",\"version\":1,\"process\":\"1\"}\n";
        for (String bad : List.of(
                "{\"t\":9,\"event\":\"sta\n",
                "\n",
                "{\"t\":9}\n",
                "[]\n",
                "{\"t\":0,\"event\":\"unknown\",\"op\":1}\n")) {
            Files.writeString(path, open + bad + open);
            assertThatThrownBy(() -> read(path))
                    .as(bad)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("run.jsonl:2: ");
        }
        Files.writeString(path, open.replace("\"version\":1", "\"version\":2"));
        assertThatThrownBy(() -> read(path)).hasMessageContaining("version: 2 (expected: 1..1)");
        Files.writeString(path, "{\"t\":1,\"event\":\"unknown\",\"op\":1}\n");
        assertThatThrownBy(() -> read(path)).hasMessageContaining("does not begin with an open event");
    }

    @Test
    void unknownMembersAreIgnored() throws IOException {
        Path path = folder.resolve("run.jsonl");
        Files.writeString(
                path,
                "{\"t\":1,\"event\":\"open\",\"later\":{\"a\":[1]},\"version\":1,\"process\":\"1\",\"b\":null}\n");
        assertThat(read(path)).containsExactly(new HistoryEvent.Opened(1, 1, "1"));
    }

    @Test
    void filesOfOneRunAreReadByTimeAndTheirOperationsStayApart() throws IOException {
        Path one = folder.resolve("one.jsonl");
        Path two = folder.resolve("two.jsonl");
        try (HistoryFile first = HistoryFile.append(one);
                HistoryFile second = HistoryFile.append(two)) {
            HistoryRecorder left = recorder(first, "1");
            HistoryRecorder right = recorder(second, "2");
            var a = left.invoke(ADA, new Operation.Read("c", 0L));
            var b = right.invoke(ADA, new Operation.Read("c", 1L));
            b.unknown();
            a.unknown();
        }
        List<HistoryEvent> events = read(two, one);
        assertThat(events.stream().map(HistoryEvent::t)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        long left = ((HistoryEvent.Invoked) events.get(2)).op();
        long right = ((HistoryEvent.Invoked) events.get(3)).op();
        assertThat(left).isNotEqualTo(right);
        assertThat(((HistoryEvent.Unknown) events.get(4)).op()).isEqualTo(right);
        assertThat(((HistoryEvent.Unknown) events.get(5)).op()).isEqualTo(left);
    }

    @Test
    void linesOfManyThreadsStayWholeAndInOrder() throws IOException {
        Path path = folder.resolve("run.jsonl");
        try (HistoryFile file = HistoryFile.append(path)) {
            HistoryRecorder recorder = HistoryRecorder.to(file);
            CompletableFuture<?>[] writers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> {
                        for (int n = 0; n < 500; n++) {
                            recorder.invoke(new Client("u" + i, "d"), new Operation.Read("c", null))
                                    .unknown();
                        }
                    }))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(writers).join();
        }
        assertThat(read(path)).hasSize(1 + 8 * 500 * 2); // the reader refuses time that steps back
    }

    @Test
    void aFileHasOneWriter() throws IOException {
        Path path = folder.resolve("run.jsonl");
        try (HistoryFile file = HistoryFile.append(path)) {
            recorder(file, "17");
            assertThatThrownBy(() -> HistoryFile.append(path)).hasMessageContaining("being written by this process");
        }
        HistoryFile.append(path).close();
        assertThat(read(path)).hasSize(1);
    }
}
