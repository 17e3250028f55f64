package dev.parley.benchmarks.load.relay;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * Flushes once in a turn of an event loop whatever was written to connections of that loop. Confined to its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel
final class Turn implements Runnable {

    private static final FastThreadLocal<Turn> TURNS = new FastThreadLocal<>() {
        @Override
        protected Turn initialValue() {
            return new Turn();
        }
    };

    private final List<Channel> written = new ArrayList<>();

    private Turn() {}

    /** Writes to a connection, on whatever loop it is. */
    static void write(Channel channel, Object message) {
        EventLoop loop = channel.eventLoop();
        if (loop.inEventLoop()) {
            TURNS.get().add(channel, loop, message);
        } else {
            loop.execute(() -> TURNS.get().add(channel, loop, message));
        }
    }

    private void add(Channel channel, EventLoop loop, Object message) {
        if (written.isEmpty()) {
            loop.execute(this);
        }
        written.add(channel);
        channel.write(message, channel.voidPromise());
    }

    @Override
    public void run() {
        for (int i = 0; i < written.size(); i++) {
            written.get(i).flush(); // a second flush of the same channel finds nothing to do
        }
        written.clear();
    }
}
