package dev.parley.testkit.history.check;

import static dev.parley.testkit.history.check.Story.ADA;
import static dev.parley.testkit.history.check.Story.BOB;
import static dev.parley.testkit.history.check.Story.CREATED;
import static dev.parley.testkit.history.check.Story.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.history.file.HistoryFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckHistoryTest {

    @TempDir
    Path folder;

    private final Story story = new Story();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run() throws IOException {
        Path path = folder.resolve("run.jsonl");
        try (HistoryFile file = HistoryFile.append(path)) {
            story.events.forEach(file::accept);
        }
        return run(path);
    }

    private int run(Path... files) {
        out.reset();
        return CheckHistory.run(List.of(files), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aGoodHistoryExitsWithZero() throws IOException {
        story.sent(ADA, "k1", 2).shown(BOB, CREATED, said(2, ADA, "k1")).log(CREATED, said(2, ADA, "k1"));
        assertThat(run()).isZero();
        assertThat(output())
                .isEqualToIgnoringNewLines("6 events, 1 acked, 0 refused, 0 unknown, 2 shown, 0 faults; no violation");
    }

    @Test
    void eachViolationIsALineAndTheExitCodeOne() throws IOException {
        story.sent(ADA, "k1", 2)
                .sent(ADA, "k2", 3)
                .shown(BOB, CREATED, said(2, ADA, "k1"), said(2, ADA, "k1"))
                .log(CREATED, said(2, ADA, "k1"));
        assertThat(run()).isEqualTo(1);
        assertThat(output().lines())
                .containsExactly(
                        "duplicate c.group: bob/laptop was shown 2 again: k1 of ada (event 8)",
                        "lost c.group: k2 of ada was acked at 3, and is not in the log (event 4)",
                        "9 events, 2 acked, 0 refused, 0 unknown, 3 shown, 0 faults; 1 lost, 1 duplicate");
    }

    @Test
    void whatCannotBeJudgedExitsWithTwo() throws IOException {
        story.sent(ADA, "k1", 2);
        assertThat(run()).isEqualTo(2);
        assertThat(output()).contains("not judged: no final read of c.group");
        assertThat(run(folder.resolve("none.jsonl"))).isEqualTo(2);
        assertThat(run()).isEqualTo(2); // one history behind the other: time steps back
        assertThat(output()).contains("time steps back");
        assertThat(run(new Path[0])).isEqualTo(2);
    }

    @Test
    void aTornLastLineIsSaid() throws IOException {
        story.sent(ADA, "k1", 2).log(CREATED, said(2, ADA, "k1"));
        assertThat(run()).isZero();
        Path path = folder.resolve("run.jsonl");
        Files.writeString(path, "{\"t\":99,", StandardOpenOption.APPEND);
        assertThat(run(path)).isZero();
        assertThat(output()).startsWith("the last line of " + path + " is torn and left out");
    }

    @Test
    void aRuleBrokenAMillionTimesIsCountedAndNotListed() {
        for (int i = 0; i < 1_000; i++) {
            story.shown(BOB, said(2 + i, ADA, "k" + i));
        }
        HistoryReport report = story.judge();
        assertThat(report.violations()).hasSize(HistoryReport.KEPT);
        assertThat(report.counts()).containsEntry(Rule.PHANTOM, 1_000L);
        assertThat(report.describe()).contains("phantom: 900 more");
    }
}
