package dev.parley.transport.websocket.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections of a server, each until it is closed. Thread-safe. */
public final class OpenChannels {

    /** A connection; one object for all that happens when it closes. */
    final class Opened extends Chain.Link<Opened> implements ChannelFutureListener {

        private final Channel channel;
        private @Nullable SocketAddress counted;

        private Opened(Channel channel) {
            this.channel = channel;
        }

        /** Counts it against the caps, if there is room. Called on its event loop. */
        boolean acquire() {
            SocketAddress remote = channel.remoteAddress();
            boolean room = caps.acquire(remote);
            counted = room ? remote : null;
            return room;
        }

        @Override
        public void operationComplete(ChannelFuture closed) {
            if (counted != null) {
                caps.release(counted);
            }
            open.remove(this);
            left();
        }
    }

    private final ConnectionCaps caps;
    private final Chain<Opened> open = new Chain<>();
    /** How many are open, and one more while the server may take further ones. */
    private final AtomicInteger awaited = new AtomicInteger(1);

    private final CompletableFuture<Void> empty = new CompletableFuture<>();

    /**
     * No connection yet.
     *
     * @param caps counts them
     */
    public OpenChannels(ConnectionCaps caps) {
        this.caps = caps;
    }

    /** One more; it leaves by itself when it is closed. */
    Opened add(Channel channel) {
        Opened opened = new Opened(channel);
        awaited.incrementAndGet();
        open.add(opened);
        channel.closeFuture().addListener(opened);
        return opened;
    }

    /**
     * Does something to each that is open now.
     *
     * @param task what to do
     */
    public void forEach(Consumer<Channel> task) {
        open.all().forEach(opened -> task.accept(opened.channel));
    }

    /**
     * The server takes no more; called once.
     *
     * @return completes when the last one is closed
     */
    public CompletionStage<Void> noMore() {
        left();
        return empty.copy();
    }

    private void left() {
        if (awaited.decrementAndGet() == 0) {
            empty.complete(null);
        }
    }
}
