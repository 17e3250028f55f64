package dev.parley.benchmarks.load;

import dev.parley.benchmarks.load.child.Lines;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import dev.parley.benchmarks.load.subject.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The process of a server under test: says where it listens, and ends with its standard input. */
public final class ServerMain {

    private ServerMain() {}

    /**
     * What it says when it is ready. Immutable.
     *
     * @param port where it listens
     * @param helpers the roots of processes that work for it
     * @param note what to say of it
     */
    public record Ready(int port, List<Long> helpers, String note) {}

    /** Arguments: subject, workload, users, users per conversation, receipts, event loops, directory. */
    public static void main(String[] args) throws Exception {
        Scene scene = new Scene(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Boolean.parseBoolean(args[4]));
        Path directory = Files.createDirectories(Path.of(args[6]));
        ServerSettings settings =
                new ServerSettings(Integer.parseInt(args[5]), directory, Workload.named(args[1]), scene);
        try (Serving serving = Subjects.named(args[0]).serve(settings)) {
            Lines.answer(new Ready(serving.port(), serving.helpers(), serving.note()));
            Lines.serve(Map.class, order -> Map.of());
        }
        System.exit(0); // a server may leave threads behind that are no daemons
    }
}
