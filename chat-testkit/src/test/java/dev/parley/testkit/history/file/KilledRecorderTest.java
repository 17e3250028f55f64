package dev.parley.testkit.history.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.Operation;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRecorderTest {

    @TempDir
    Path folder;

    @Test
    void whatWasRecordedSurvivesAKill() throws Exception {
        Path path = folder.resolve("run.jsonl");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessRecording.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long said = 0;
        try (BufferedReader out = process.inputReader()) {
            while (said < 5_000) {
                said = Long.parseLong(out.readLine());
            }
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<Long> recorded = new ArrayList<>();
        HistoryReader.of(List.of(path)).read(event -> {
            if (event instanceof HistoryEvent.Invoked e && e.operation() instanceof Operation.Read read) {
                recorded.add(read.after());
            }
        });
        assertThat(recorded).hasSizeGreaterThanOrEqualTo((int) said);
        for (int i = 0; i < recorded.size(); i++) {
            assertThat(recorded.get(i)).isEqualTo(i + 1L);
        }
    }
}
