package dev.parley.testkit.history.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.LogEntry;
import dev.parley.testkit.history.Operation;
import dev.parley.testkit.history.file.HistoryFile;
import dev.parley.testkit.history.file.HistoryReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeHistoryTest {

    private static final int GROUPS = 100;
    private static final int MESSAGES = 320;
    private static final int MEMBERS = 4;

    @TempDir
    Path folder;

    @Test
    void manyEventsTakeSeconds() throws Exception {
        Path path = folder.resolve("run.jsonl");
        try (HistoryFile file = HistoryFile.append(path)) {
            record(HistoryRecorder.to(file));
        }
        HistoryChecker checker = new HistoryChecker();
        long start = System.nanoTime();
        HistoryReader.of(List.of(path)).read(checker);
        HistoryReport report = checker.finish();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(report.passed()).isTrue();
        assertThat(report.tally().events()).isGreaterThan(190_000);
        assertThat(taken).isLessThan(Duration.ofSeconds(60)); // seconds, on a machine that does other things, too
    }

    private static void record(HistoryRecorder recorder) {
        List<List<LogEntry>> logs = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            List<String> users = new ArrayList<>();
            for (int member = 0; member < MEMBERS; member++) {
                users.add("user" + member);
            }
            logs.add(new ArrayList<>(List.of(new LogEntry(1, "user0", "create", Change.created(users, false)))));
        }
        for (int n = 0; n < GROUPS * MESSAGES; n++) {
            int group = n % GROUPS;
            String conversation = "c." + group;
            Client sender = new Client("user" + n / GROUPS % MEMBERS, "d");
            List<LogEntry> log = logs.get(group);
            Change change = Change.message("message number " + n);
            LogEntry entry = new LogEntry(log.size() + 1, sender.user(), "key-" + n, change);
            recorder.invoke(sender, new Operation.Write(conversation, entry.key(), change))
                    .stored(entry.seq());
            log.add(entry);
            for (int member = 0; member < MEMBERS; member++) {
                recorder.delivered(new Client("user" + member, "d"), conversation, entry);
            }
        }
        for (int group = 0; group < GROUPS; group++) {
            List<LogEntry> log = logs.get(group);
            for (int from = 0; from < log.size(); from += 200) {
                recorder.finalPage("c." + group, log.size(), log.subList(from, Math.min(from + 200, log.size())));
            }
        }
    }
}
