package dev.parley.store.jdbc;

import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogStore;
import dev.parley.model.ConversationId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** A process that appends as fast as it can, and prints every acknowledgement, until it is killed. */
final class H2CrashWriter {

    static final List<ConversationId> CONVERSATIONS =
            LongStream.range(0, 5).mapToObj(i -> new ConversationId("c" + i)).toList();

    private H2CrashWriter() {}

    /**
     * Runs until it is killed.
     *
     * @param arguments the directory of the database, and a name for this run that makes its keys unique
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        LogStore logs = JdbcStore.h2(Path.of(arguments[0])).stores().logs();
        CONVERSATIONS.forEach(conversation -> next(logs, conversation, arguments[1], 0, out));
        // Ends also when the test ends: its end of the pipe closes then.
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static void next(LogStore logs, ConversationId conversation, String run, int number, PrintStream out) {
        String key = run + "-" + number;
        logs.append(List.of(Entries.append(conversation, key))).whenComplete((results, failure) -> {
            if (failure == null && results.get(0) instanceof AppendResult.Appended appended) {
                out.println("ack " + conversation + " " + appended.firstSeq() + " " + key + ".");
                next(logs, conversation, run, number + 1, out);
            } else {
                out.println("failed " + results + " " + failure);
            }
        });
    }
}
