package dev.parley.testkit.history.check;

import static dev.parley.testkit.history.check.Story.ADA;
import static dev.parley.testkit.history.check.Story.BOB;
import static dev.parley.testkit.history.check.Story.CREATED;
import static dev.parley.testkit.history.check.Story.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.file.HistoryFile;
import dev.parley.testkit.history.file.HistoryReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A history file, which anybody may have edited. */
class HistoryFileFuzzTest {

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    static Stream<byte[]> histories() throws IOException {
        Story good = new Story()
                .sent(ADA, "k1", 2)
                .shown(BOB, CREATED, said(2, ADA, "k1"))
                .log(CREATED, said(2, ADA, "k1"));
        Story lost = new Story().sent(ADA, "k1", 2).sent(ADA, "k2", 3).log(CREATED, said(2, ADA, "k1"));
        return Stream.of(bytes(good), bytes(lost));
    }

    private static byte[] bytes(Story story) throws IOException {
        Path path = Files.createTempFile("parley-history", ".jsonl");
        try (HistoryFile file = HistoryFile.append(path)) {
            story.events.forEach(file::accept);
        }
        byte[] bytes = Files.readAllBytes(path);
        Files.delete(path);
        return bytes;
    }

    /** Whatever it holds is judged or refused, and what was read is written again as it was. */
    @MethodSource("histories")
    @FuzzTest
    void whateverItHoldsItIsJudgedOrRefused(byte[] bytes) throws IOException {
        Path path = Files.createTempFile("parley-history", ".jsonl");
        Path copy = Files.createTempFile("parley-history", ".jsonl");
        try {
            Files.write(path, bytes);
            assertThat(CheckHistory.run(List.of(path), NOWHERE))
                    .isBetween(CheckHistory.PASSED, CheckHistory.NOT_JUDGED);
            List<HistoryEvent> events = new ArrayList<>();
            try (HistoryFile file = HistoryFile.append(copy)) {
                HistoryReader.of(List.of(path)).read(event -> {
                    events.add(event);
                    file.accept(event);
                });
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(path.toString());
                return;
            }
            List<HistoryEvent> again = new ArrayList<>();
            HistoryReader.of(List.of(copy)).read(again::add);
            assertThat(again).hasSameSizeAs(events);
        } finally {
            Files.delete(path);
            Files.delete(copy);
        }
    }
}
