package dev.parley.transport.websocket.internal.poll;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.ErrorCode;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.net.ConnectionCaps;
import dev.parley.transport.websocket.internal.web.Answers;
import dev.parley.transport.websocket.internal.web.WebCall;
import dev.parley.transport.websocket.options.PollOptions;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of clients that hold no WebSocket, as {@code docs/protocol.md} section 9 describes them. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // closing the connection cannot fail
public final class PollSessions {

    private static final String SESSION = "X-Parley-Session";
    private static final int SECRET_BYTES = 32;

    private record Open(PollConnection connection, EventLoop loop) {}

    private final Backend backend;
    private final PollOptions options;
    private final ConnectionCaps caps;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    /**
     * No sessions yet.
     *
     * @param backend where the engine's sessions are
     * @param options times and sizes
     * @param caps what a session counts against, as a connection does
     */
    public PollSessions(Backend backend, PollOptions options, ConnectionCaps caps) {
        this.backend = backend;
        this.options = options;
        this.caps = caps;
    }

    /**
     * Answers {@code POST /v1/poll}, some time later.
     *
     * @param call the request
     * @return the answer
     */
    public CompletionStage<HttpReply> answer(WebCall call) {
        if (!call.http().method().equals("POST")) {
            return HttpReply.text(405, "Allowed: POST").with("Allow", "POST").now();
        }
        String secret = call.http().header(SESSION);
        if (secret.isEmpty()) {
            return open(call);
        }
        Open session = open.get(secret);
        return session == null ? PollConnection.over(CloseCode.PING_TIMEOUT).now() : poll(session, call);
    }

    /** Closes all sessions, with the code that makes clients connect elsewhere. */
    public void closeAll() {
        for (Open session : open.values()) {
            session.loop().execute(() -> session.connection().close(CloseCode.GOING_AWAY, "the server stops"));
        }
    }

    private CompletionStage<HttpReply> open(WebCall call) {
        HttpCall http = call.http();
        if (http.body().length == 0) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "body: the first request of a session says hello");
        }
        if (!backend.available()) {
            throw new ChatException(ErrorCode.OVERLOADED, "nobody is there to serve another session");
        }
        SocketAddress remote = call.channel().remoteAddress();
        if (!caps.acquire(remote)) {
            throw new ChatException(ErrorCode.OVERLOADED, "too many connections");
        }
        EventLoop loop = call.channel().eventLoop();
        PollConnection.Setup setup = new PollConnection.Setup(
                loop, Answers.bodyCodec(http), http.bearerToken(), http.remoteAddress(), options);
        String secret = newSecret();
        Open session = new Open(
                new PollConnection(setup, backend, () -> {
                    open.remove(secret);
                    caps.release(remote);
                }),
                loop);
        open.put(secret, session);
        return poll(session, call).thenApply(reply -> reply.with(SESSION, secret));
    }

    private CompletionStage<HttpReply> poll(Open session, WebCall call) {
        long acknowledged = acknowledged(call.http());
        CompletableFuture<HttpReply> answer = new CompletableFuture<>();
        session.loop().execute(() -> session.connection().poll(call.http().body(), acknowledged, answer));
        call.channel()
                .closeFuture()
                .addListener(closed ->
                        session.loop().execute(() -> session.connection().lost(answer)));
        return answer;
    }

    private static long acknowledged(HttpCall http) {
        String header = http.header("X-Parley-Ack");
        try {
            return header.isEmpty() ? -1 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "X-Parley-Ack: not an integer", e);
        }
    }

    private String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
