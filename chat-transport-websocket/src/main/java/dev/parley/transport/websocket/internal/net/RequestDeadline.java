package dev.parley.transport.websocket.internal.net;

import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts connections that take too long: for TLS and the first headers counted from accept, for the rest of a request, and
 * between requests. Stands behind the HTTP codec. It starts before the upgrade's own timeout would, which is what stops a
 * client that drips headers. Confined to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing the connection cannot fail
public final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final ServerOptions options;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;
    private boolean further;

    /**
     * The deadlines of one connection.
     *
     * @param options how long things may take
     */
    public RequestDeadline(ServerOptions options) {
        this.options = options;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        arm(options.connections().open());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            if (further) {
                Accept.again(ctx.channel());
            }
            further = true;
            arm(options.http().bodyTime());
        }
        ctx.fireChannelRead(message);
    }

    /** A whole request is there. */
    public void working() {
        disarm();
    }

    /** All requests are answered. */
    public void idle() {
        arm(options.http().idle());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        disarm();
        context = null;
    }

    private void arm(Duration time) {
        disarm();
        ChannelHandlerContext ctx = context;
        if (ctx != null && ctx.channel().isOpen()) {
            timer = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
