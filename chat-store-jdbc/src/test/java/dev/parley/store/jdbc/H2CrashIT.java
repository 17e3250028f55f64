package dev.parley.store.jdbc;

import static dev.parley.store.jdbc.Entries.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An H2 file under a process that is killed with SIGKILL at random moments. */
class H2CrashIT {

    private static final int ROUNDS = 6;
    private static final int MOST_ACKS = 400;

    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedSurvivesKill9() throws Exception {
        Random random = new Random();
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int acks = 1 + random.nextInt(MOST_ACKS);
            acknowledged.addAll(writeAndKill("r" + round, acks));
            List<String> stored = stored();
            assertThat(stored).as("round %d, killed after %d", round, acks).containsAll(acknowledged);
        }
    }

    /** Lets a process write, kills it, and returns everything that it said was acknowledged. */
    private List<String> writeAndKill(String run, int acks) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        H2CrashWriter.class.getName(),
                        directory.toString(),
                        run)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // A line that the kill cut in two does not end in a full stop.
        Pattern complete = Pattern.compile("ack (c\\d \\d+ " + run + "-\\d+)\\.");
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                assertThat(line).doesNotStartWith("failed");
                Matcher ack = complete.matcher(line);
                if (ack.matches()) {
                    acknowledged.add(ack.group(1));
                }
                if (acknowledged.size() == acks) {
                    // Unlike the method of Process, this leaves what was printed to be read.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(acks);
        return acknowledged;
    }

    /** Everything in the logs, as the writer prints it, after checking that each log is dense and has each key once. */
    private List<String> stored() throws Exception {
        List<String> stored = new ArrayList<>();
        try (JdbcStore store = JdbcStore.h2(directory)) {
            for (ConversationId conversation : H2CrashWriter.CONVERSATIONS) {
                List<Entry> entries = await(store.stores()
                        .logs()
                        .read(conversation, 1, Long.MAX_VALUE, Integer.MAX_VALUE, RangeEnd.OLDEST));
                assertThat(entries)
                        .extracting(Entry::seq)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, entries.size())
                                .boxed()
                                .toList());
                assertThat(entries).extracting(entry -> entry.origin().key()).doesNotHaveDuplicates();
                assertThat(await(store.stores().logs().heads(List.of(conversation))))
                        .containsEntry(conversation, new LogHead(entries.size(), 0));
                entries.forEach(entry -> stored.add(
                        conversation + " " + entry.seq() + " " + entry.origin().key()));
            }
        }
        return stored;
    }
}
