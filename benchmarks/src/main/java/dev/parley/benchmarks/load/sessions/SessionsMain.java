package dev.parley.benchmarks.load.sessions;

import dev.parley.benchmarks.load.child.Lines;
import dev.parley.benchmarks.load.child.LiveHeap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The process that holds the sessions; ends with its standard input. Confined to the main thread. */
public final class SessionsMain {

    private SessionsMain() {}

    /**
     * What it can be told. Immutable.
     *
     * @param what {@code open} to open sessions until there are so many, {@code look} for how it stands
     * @param number how many
     */
    public record Order(String what, int number) {}

    /**
     * How it stands. Immutable.
     *
     * @param sessions how many the engine has, all signed in, synced and open
     * @param pings how many pings were answered
     * @param heap what the heap holds after a full collection, in bytes
     */
    public record Standing(int sessions, long pings, long heap) {}

    /** Arguments: directory, the most sessions. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createDirectories(Path.of(args[0]));
        try (QuietSessions quiet = new QuietSessions(directory, Integer.parseInt(args[1]))) {
            Lines.answer(Map.of());
            Lines.serve(Order.class, order -> switch (order.what()) {
                case "open" -> Map.of("sessions", quiet.open(order.number()));
                case "look" -> new Standing(quiet.healthy(), quiet.pings(), LiveHeap.bytes());
                default -> throw new IllegalArgumentException("what: " + order.what());
            });
        }
        System.exit(0); // a million goodbyes have no reader
    }
}
