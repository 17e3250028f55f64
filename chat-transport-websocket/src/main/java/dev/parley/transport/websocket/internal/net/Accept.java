package dev.parley.transport.websocket.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of an accepted connection: notes when it came, and cuts it when there is no room. A connection that
 * became a WebSocket needs it no more. Confined to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing the connection cannot fail
public final class Accept extends ChannelInboundHandlerAdapter {

    private final OpenChannels channels;
    private final BooleanSupplier accepting;
    private OpenChannels.@Nullable Opened opened;
    private long acceptedAtMillis = System.currentTimeMillis();

    /**
     * The gate of one connection.
     *
     * @param channels where it is from now on, until it is closed
     * @param accepting false once the server closes
     */
    public Accept(OpenChannels channels, BooleanSupplier accepting) {
        this.channels = channels;
        this.accepting = accepting;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        opened = channels.add(ctx.channel());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (opened == null || !accepting.getAsBoolean() || !opened.acquire()) {
            ctx.close();
            return;
        }
        acceptedAtMillis = System.currentTimeMillis();
        ctx.fireChannelActive();
    }

    /**
     * A further request begins on a connection that was kept, by a proxy for example: what it opens starts its time anew.
     *
     * @param channel the connection
     */
    static void again(Channel channel) {
        Accept accept = channel.pipeline().get(Accept.class);
        if (accept != null) {
            accept.acceptedAtMillis = System.currentTimeMillis();
        }
    }

    /**
     * When a connection was accepted, or its latest further request began. That was the last time to ask: the handler leaves
     * the pipeline.
     *
     * @param channel the connection
     * @return milliseconds since 1970; now, if nobody noted it
     */
    public static long done(Channel channel) {
        Accept accept = channel.pipeline().get(Accept.class);
        if (accept == null) {
            return System.currentTimeMillis();
        }
        channel.pipeline().remove(accept);
        return accept.acceptedAtMillis;
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
}
