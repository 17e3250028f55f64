package dev.parley.transport.websocket.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.BooleanSupplier;

/** The first handler of every accepted connection: notes when it came, and cuts it when there is no room. Thread-safe. */
@ChannelHandler.Sharable
@SuppressWarnings("FutureReturnValueIgnored") // closing the connection cannot fail
public final class Accept extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<Long> ACCEPTED_AT = AttributeKey.valueOf(Accept.class, "acceptedAt");

    private final ConnectionCaps caps;
    private final BooleanSupplier accepting;

    /**
     * The gate of a server.
     *
     * @param caps counts connections
     * @param accepting false once the server closes
     */
    public Accept(ConnectionCaps caps, BooleanSupplier accepting) {
        this.caps = caps;
        this.accepting = accepting;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        SocketAddress remote = ctx.channel().remoteAddress();
        if (!accepting.getAsBoolean() || !caps.acquire(remote)) {
            ctx.close();
            return;
        }
        ctx.channel().closeFuture().addListener(closed -> caps.release(remote));
        note(ctx.channel());
        ctx.fireChannelActive();
    }

    /**
     * A further request begins on a connection that was kept, by a proxy for example: what it opens starts its time anew.
     *
     * @param channel the connection
     */
    static void again(Channel channel) {
        channel.attr(ACCEPTED_AT).set(System.currentTimeMillis());
    }

    /**
     * When a connection was accepted, or its latest further request began.
     *
     * @param channel the connection
     * @return milliseconds since 1970; now, if nobody noted it
     */
    public static long acceptedAt(Channel channel) {
        note(channel);
        return channel.attr(ACCEPTED_AT).get();
    }

    /**
     * Where a connection comes from.
     *
     * @param channel the connection
     * @return the IP address; for what has none, such as a connection inside the process, its own idea of an address
     */
    public static String remoteAddress(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : String.valueOf(channel.remoteAddress());
    }

    private static void note(Channel channel) {
        channel.attr(ACCEPTED_AT).setIfAbsent(System.currentTimeMillis());
    }
}
