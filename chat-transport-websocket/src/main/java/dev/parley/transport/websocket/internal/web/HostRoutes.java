package dev.parley.transport.websocket.internal.web;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.FrameCodec;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpHandler;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.http.HttpRoutes;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The host's handlers, on threads named {@code parley-http} that are there only while there is work. Thread-safe. */
public final class HostRoutes implements AutoCloseable {

    private static final int THREADS = 4;

    private final HttpRoutes routes;
    private final ThreadPoolExecutor threads;

    /**
     * Serves routes.
     *
     * @param routes the routes
     * @param waiting the most requests that wait for a thread
     */
    public HostRoutes(HttpRoutes routes, int waiting) {
        this.routes = routes;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                new DefaultThreadFactory("parley-http", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Answers a request.
     *
     * @param call the request
     * @return the answer
     */
    public CompletionStage<HttpReply> answer(HttpCall call) {
        HttpHandler handler = routes.find(call.method(), call.path());
        if (handler == null) {
            Set<String> methods = routes.methods(call.path());
            return methods.isEmpty()
                    ? HttpReply.text(404, "There is no such page.").now()
                    : HttpReply.text(405, "Allowed: " + String.join(", ", methods))
                            .with("Allow", String.join(", ", methods))
                            .now();
        }
        try {
            return CompletableFuture.supplyAsync(() -> handler.handle(call), threads)
                    .thenCompose(stage -> stage)
                    .exceptionally(failure -> Answers.failed(FrameCodec.JSON, 0, failure));
        } catch (RejectedExecutionException e) {
            throw new ChatException(ErrorCode.OVERLOADED, "too many requests at once", e);
        }
    }

    /** Lets running handlers finish, and takes no more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
