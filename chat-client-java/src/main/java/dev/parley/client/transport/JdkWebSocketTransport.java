package dev.parley.client.transport;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** WebSocket connections of the JDK's own HTTP client, which also asks for nodes. Thread-safe. */
public final class JdkWebSocketTransport implements ClientTransport, NodeFinder {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ExecutorService executor;
    private final HttpClient http;

    private JdkWebSocketTransport(UnaryOperator<HttpClient.Builder> configure) {
        // Two threads that end when idle: one connection needs one, and a second while it is being replaced.
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "parley-websocket-" + THREADS.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
        http = configure.apply(HttpClient.newBuilder()).executor(executor).build();
    }

    /**
     * A transport with the JDK's defaults.
     *
     * @return the transport
     */
    public static JdkWebSocketTransport create() {
        return new JdkWebSocketTransport(builder -> builder);
    }

    /**
     * A transport over an HTTP client that is configured further, for example with an SSL context or a proxy.
     *
     * @param configure configures the builder; its executor is replaced
     * @return the transport
     */
    public static JdkWebSocketTransport create(UnaryOperator<HttpClient.Builder> configure) {
        return new JdkWebSocketTransport(configure);
    }

    @Override
    public void connect(URI uri, String subprotocol, boolean binary, Listener listener) {
        JdkConnection connection = new JdkConnection(binary, listener);
        CompletionStage<WebSocket> connecting = http.newWebSocketBuilder()
                .subprotocols(subprotocol)
                .connectTimeout(CONNECT_TIMEOUT)
                .buildAsync(uri, connection);
        connecting.whenComplete((socket, failure) -> {
            if (failure != null) {
                connection.ended(1006, describe(failure));
            } else if (!socket.getSubprotocol().equals(subprotocol)) {
                connection.close(1000, "no subprotocol");
                connection.ended(1006, "the server did not agree to " + subprotocol);
            }
        });
    }

    @Override
    public CompletionStage<List<NodeAddress>> find(URI server, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/v1/commands"))
                .timeout(ASK_TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(
                        FrameCodec.JSON.encode(new Frame.Request(1, new Command.ListNodes(null)))))
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(answer -> {
            List<Frame> frames = FrameCodec.JSON.decodeAnswers(answer.body());
            if (!frames.isEmpty()
                    && frames.get(0) instanceof Frame.Ok ok
                    && ok.result() instanceof Result.Nodes nodes) {
                return nodes.nodes();
            }
            throw new ChatException(ErrorCode.UNKNOWN_COMMAND, "nodes: answered " + answer.statusCode());
        });
    }

    private static String describe(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException handshake) {
            return "handshake answered " + handshake.getResponse().statusCode();
        }
        return cause.toString();
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
