package dev.parley.transport.websocket.internal.web;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.net.RequestDeadline;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection, answered one after the other: while one is under way at most one more is read.
 * Confined to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is seen elsewhere
public final class HttpFront extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);

    /** Decides who answers a request. Thread-safe. */
    @FunctionalInterface
    public interface Router {

        /**
         * Answers a request.
         *
         * @param ctx the handler that got it
         * @param request the request; released by the caller
         * @return the answer, {@link #PASSED_ON} or {@link #UPGRADED}; may throw ChatException
         */
        CompletionStage<HttpReply> route(ChannelHandlerContext ctx, FullHttpRequest request);
    }

    /** Fired through the pipeline to close a connection after the request that is under way. Immutable. */
    public enum Drain {
        /** No further requests. */
        REQUESTS
    }

    /** Not ours: the next handler of the pipeline got the request. */
    public static final CompletionStage<HttpReply> PASSED_ON =
            HttpReply.empty(200).now();

    /** No answer is due: the connection is no HTTP connection any more. */
    public static final CompletionStage<HttpReply> UPGRADED =
            HttpReply.empty(200).now();

    private final Router router;
    private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
    private final @Nullable ChannelHandler before;
    private boolean busy;
    private boolean looping;
    private boolean draining;

    /**
     * The requests of a connection.
     *
     * @param router who answers
     * @param before a handler that this one wants to stand behind, or null
     */
    public HttpFront(Router router, @Nullable ChannelHandler before) {
        this.router = router;
        this.before = before;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (before != null) {
            ctx.pipeline().addBefore(ctx.name(), null, before);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof FullHttpRequest request) {
            waiting.add(request);
            proceed(ctx);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void proceed(ChannelHandlerContext ctx) {
        if (looping) {
            return;
        }
        looping = true;
        while (!busy && !ctx.isRemoved()) {
            FullHttpRequest request = waiting.poll();
            if (request == null) {
                break;
            }
            try {
                begin(ctx, request);
            } finally {
                request.release();
            }
        }
        looping = false;
        if (!ctx.isRemoved()) {
            ctx.channel().config().setAutoRead(waiting.isEmpty());
        }
    }

    private void begin(ChannelHandlerContext ctx, FullHttpRequest request) {
        busy = true;
        RequestDeadline deadline = ctx.pipeline().get(RequestDeadline.class);
        if (deadline != null) {
            deadline.working();
        }
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpVersion version = request.protocolVersion();
        CompletionStage<HttpReply> answer = answer(ctx, request);
        if (answer == UPGRADED) {
            return;
        }
        if (answer == PASSED_ON) {
            busy = false;
            return;
        }
        // On the event loop already, mostly; then the answer goes out at once.
        answer.whenComplete((reply, failure) -> {
            HttpReply sent = failure == null ? reply : Answers.failed(FrameCodec.JSON, 0, failure);
            if (ctx.executor().inEventLoop()) {
                finish(ctx, version, keepAlive, sent);
            } else {
                ctx.executor().execute(() -> finish(ctx, version, keepAlive, sent));
            }
        });
    }

    private CompletionStage<HttpReply> answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause()).now();
        }
        try {
            return router.route(ctx, request);
        } catch (ChatException e) {
            return Answers.failed(FrameCodec.JSON, 0, e).now();
        } catch (RuntimeException e) {
            log.error("a request failed", e);
            return Answers.failed(FrameCodec.JSON, 0, new ChatException(ErrorCode.INTERNAL, "a fault of the server"))
                    .now();
        }
    }

    private static HttpReply unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpReply.text(414, "The request line is too long.");
        }
        return cause instanceof TooLongHttpHeaderException
                ? HttpReply.text(431, "The headers are too long.")
                : HttpReply.text(400, "This is not HTTP.");
    }

    private void finish(ChannelHandlerContext ctx, HttpVersion version, boolean wanted, HttpReply reply) {
        if (!ctx.channel().isActive()) {
            return;
        }
        boolean keepAlive = wanted && !draining;
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        reply.headers().forEach((name, value) -> response.headers().set(name, value));
        response.headers().set("X-Content-Type-Options", "nosniff");
        if (!response.headers().contains(HttpHeaderNames.CACHE_CONTROL)) {
            response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        }
        if (reply.status() != 204 && reply.status() != 304) {
            HttpUtil.setContentLength(response, reply.body().length);
        }
        HttpUtil.setKeepAlive(response.headers(), version, keepAlive);
        if (!keepAlive) {
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        ctx.writeAndFlush(response, ctx.voidPromise());
        busy = false;
        RequestDeadline deadline = ctx.pipeline().get(RequestDeadline.class);
        if (deadline != null && waiting.isEmpty()) {
            deadline.idle();
        }
        proceed(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.REQUESTS) {
            draining = true;
            if (!busy) {
                ctx.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        for (FullHttpRequest request = waiting.poll(); request != null; request = waiting.poll()) {
            request.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, @Nullable Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException) {
            log.debug("connection lost", cause);
        } else {
            log.error("a connection failed", cause);
        }
        ctx.close();
    }
}
