package dev.parley.benchmarks.load.relay;

import io.netty.channel.EventLoop;
import java.io.IOException;

/** Makes messages durable before somebody hears of them. Thread-safe. */
interface Commit extends AutoCloseable {

    /** Nothing is stored. */
    Commit NONE = (message, loop, then) -> then.run();

    /**
     * Stores a message.
     *
     * @param message what
     * @param loop where to go on
     * @param then what to do once it is stored
     */
    void commit(byte[] message, EventLoop loop, Runnable then);

    @Override
    default void close() throws IOException {}
}
