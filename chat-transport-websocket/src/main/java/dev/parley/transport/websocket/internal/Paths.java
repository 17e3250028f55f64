package dev.parley.transport.websocket.internal;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.net.ConnectionCaps;
import dev.parley.transport.websocket.internal.poll.PollSessions;
import dev.parley.transport.websocket.internal.web.Answers;
import dev.parley.transport.websocket.internal.web.HostRoutes;
import dev.parley.transport.websocket.internal.web.HttpFront;
import dev.parley.transport.websocket.internal.web.Origins;
import dev.parley.transport.websocket.internal.web.WebCall;
import dev.parley.transport.websocket.internal.ws.WebSocketUpgrade;
import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The paths of one endpoint. Thread-safe. */
public final class Paths implements HttpFront.Router {

    private static final Set<String> TOKEN_PARAMETERS = Set.of("token", "access_token");

    private final String prefix;
    private final Origins origins;
    private final WebSocketUpgrade webSockets;
    private final PollSessions polls;
    private final Backend backend;
    private final @Nullable HostRoutes host;

    /**
     * The paths of an engine.
     *
     * @param backend where the engine is
     * @param prefix what stands before {@code /v1/}; empty, or starts with a slash and ends with none
     * @param options the limits
     * @param caps counts sessions of long-polling
     * @param host answers what is not the engine's, or null to pass it on along the pipeline
     */
    public Paths(
            Backend backend, String prefix, ServerOptions options, ConnectionCaps caps, @Nullable HostRoutes host) {
        this.prefix = prefix;
        this.origins = new Origins(options.origins());
        this.webSockets = new WebSocketUpgrade(backend, options);
        this.polls = new PollSessions(backend, options.poll(), caps);
        this.backend = backend;
        this.host = host;
    }

    /**
     * Makes the handler of one connection, to stand behind an HTTP codec and aggregator.
     *
     * @return a new handler
     */
    public HttpFront newHandler() {
        return new HttpFront(this, webSockets.newExtensionHandler());
    }

    /** Closes all sessions, with the code that makes clients connect elsewhere. */
    public void closeSessions() {
        webSockets.closeAll();
        polls.closeAll();
    }

    @Override
    public CompletionStage<HttpReply> route(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean chat = request.uri().startsWith(prefix + "/v1/");
        if (!chat && host == null) {
            ctx.fireChannelRead(request.retain());
            return HttpFront.PASSED_ON;
        }
        WebCall call = WebCall.of(request, prefix, ctx.channel());
        if (!chat || !call.chat()) {
            return hosted(request, call);
        }
        HttpHeaders headers = request.headers();
        if (!origins.allow(headers)) {
            return HttpReply.text(403, "Web pages of this origin may not connect.")
                    .now();
        }
        CompletionStage<HttpReply> answer = chat(ctx, request, call);
        if (answer == HttpFront.UPGRADED) {
            return answer;
        }
        FrameCodec codec = Answers.answerCodec(call.http());
        return answer.exceptionally(failure -> Answers.failed(codec, 0, failure))
                .thenApply(reply -> Origins.readable(reply, headers));
    }

    private CompletionStage<HttpReply> hosted(FullHttpRequest request, WebCall call) {
        boolean reading = call.http().method().equals("GET");
        if (!reading && !origins.allow(request.headers())) {
            return HttpReply.text(403, "Web pages of this origin may not do this.")
                    .now();
        }
        if (host == null) {
            throw new ChatException(ErrorCode.NOT_FOUND, "no such path");
        }
        return host.answer(call.http());
    }

    private CompletionStage<HttpReply> chat(ChannelHandlerContext ctx, FullHttpRequest request, WebCall call) {
        if (TOKEN_PARAMETERS.stream().anyMatch(call.http().query()::containsKey)) {
            return HttpReply.text(400, "A token does not belong into a URL, where it ends up in logs.")
                    .now();
        }
        String method = call.http().method();
        if (Origins.preflight(method, request.headers())) {
            return Origins.preflight().now();
        }
        String path = call.segments().size() == 2 ? call.segments().get(1) : "";
        try {
            if (path.equals("connect")) {
                HttpReply refusal = webSockets.upgrade(ctx, request);
                return refusal == null ? HttpFront.UPGRADED : refusal.now();
            }
            return path.equals("poll")
                    ? polls.answer(call)
                    : backend.answer(
                            call.http(),
                            call.segments().subList(1, call.segments().size()));
        } catch (ChatException e) {
            return Answers.failed(Answers.answerCodec(call.http()), 0, e).now();
        }
    }
}
