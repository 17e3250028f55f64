package dev.parley.benchmarks.load;

import com.sun.management.ThreadMXBean;
import dev.parley.benchmarks.load.child.Lines;
import dev.parley.benchmarks.load.child.LiveHeap;
import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import dev.parley.benchmarks.load.subject.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import one.profiler.AsyncProfiler;

/** The process of a server under test: says where it listens, and ends with its standard input. Confined to its main thread. */
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

    /**
     * What it can be asked. Immutable.
     *
     * @param what {@code heap} for what the heap holds after a full collection, {@code allocated} for what all threads
     *     have allocated so far, both in bytes, {@code profile} for an order to async-profiler
     * @param order that order
     */
    public record Question(String what, String order) {}

    private static Object answer(Question question) throws IOException {
        return switch (question.what()) {
            case "heap" -> LiveHeap.bytes();
            case "allocated" -> allocated();
            case "profile" -> AsyncProfiler.getInstance().execute(question.order());
            default -> throw new IllegalArgumentException("what: " + question.what());
        };
    }

    /** Threads that have ended are left out: those that serve do not end. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    /** Arguments: subject, workload, users, users per conversation, receipts, event loops, directory. */
    public static void main(String[] args) throws Exception {
        Scene scene = new Scene(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Boolean.parseBoolean(args[4]));
        Path directory = Files.createDirectories(Path.of(args[6]));
        ServerSettings settings =
                new ServerSettings(Integer.parseInt(args[5]), directory, Workload.named(args[1]), scene);
        try (Serving serving = Subjects.named(args[0]).serve(settings)) {
            Lines.answer(new Ready(serving.port(), serving.helpers(), serving.note()));
            Lines.serve(Question.class, ServerMain::answer);
        }
        System.exit(0); // a server may leave threads behind that are no daemons
    }
}
