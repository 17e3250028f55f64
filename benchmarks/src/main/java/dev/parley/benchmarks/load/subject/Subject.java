package dev.parley.benchmarks.load.subject;

import dev.parley.benchmarks.load.talk.Dialect;
import java.util.List;
import java.util.Set;

/** A server under test, and how its clients talk. Thread-safe. */
public interface Subject {

    /** Its name on the command line and in tables, such as {@code relay-json}. */
    String name();

    /** What its ack, or delivery, promises: {@code nothing stored}, {@code on disk before ack and delivery}. */
    String guarantees();

    /** Which work it can do. */
    Set<Workload> workloads();

    /** Whether a send is answered by the server, to its sender. Without it, only deliveries are counted. */
    boolean acks();

    /**
     * How clients talk. Called in the load generator, once for each of its threads.
     *
     * @param scene who talks to whom
     */
    Dialect dialect(Scene scene);

    /**
     * Starts the server on 127.0.0.1. Called in the server's own process.
     *
     * @param settings what to serve with
     * @return the server, ready for connections
     */
    Serving serve(ServerSettings settings) throws Exception;

    /** Flags of the server's JVM beyond those that all get. */
    default List<String> jvmFlags() {
        return List.of();
    }
}
