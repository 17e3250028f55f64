package dev.parley.benchmarks.load.relay;

import io.netty.channel.ChannelHandler;
import java.io.IOException;

/** What a relay does with messages. Thread-safe. */
interface Carrier extends AutoCloseable {

    /** The handler of a user's connection, which gets its WebSocket frames. */
    ChannelHandler handler(People people, int user);

    @Override
    default void close() throws IOException {}
}
