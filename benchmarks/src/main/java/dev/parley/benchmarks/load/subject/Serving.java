package dev.parley.benchmarks.load.subject;

import java.io.IOException;
import java.util.List;

/** A server that runs. Closed when the orchestrator says so, or is gone. Confined to the thread that started it. */
public interface Serving extends AutoCloseable {

    /** Where it listens on 127.0.0.1. */
    int port();

    /** The roots of other processes that work for it, a database for example; their CPU time is told apart. */
    default List<Long> helpers() {
        return List.of();
    }

    @Override
    void close() throws IOException;

    /** What the report should say of it: versions, durability as it describes it itself. */
    default String note() {
        return "";
    }
}
