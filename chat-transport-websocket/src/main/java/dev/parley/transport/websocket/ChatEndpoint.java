package dev.parley.transport.websocket;

import dev.parley.core.Chat;
import dev.parley.transport.websocket.internal.Paths;
import dev.parley.transport.websocket.internal.backend.Backend;
import dev.parley.transport.websocket.internal.local.LocalBackend;
import dev.parley.transport.websocket.internal.net.ConnectionCaps;
import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.channel.ChannelHandler;

/**
 * The chat at a path of the host's own Netty server.
 *
 * <pre>{@code
 * ChatEndpoint endpoint = ChatEndpoint.mount(chat, "/chat", options);
 * // in the host's ChannelInitializer:
 * pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), endpoint.newHandler(), hostHandler);
 * }</pre>
 *
 * Requests below {@code /chat/v1/} are answered, all others passed on. The host's server sees to TLS, to connection caps and
 * to clients that are slow with their request; everything else of the options holds. Thread-safe.
 */
public final class ChatEndpoint implements AutoCloseable {

    private final Paths paths;

    private ChatEndpoint(Paths paths) {
        this.paths = paths;
    }

    /**
     * Mounts an engine.
     *
     * @param chat the engine, which stays the caller's to close, before this
     * @param path what stands before {@code /v1/}: the empty string, or something like {@code /chat}
     * @param options the limits
     * @return the endpoint
     */
    public static ChatEndpoint mount(Chat chat, String path, ServerOptions options) {
        return mount(new LocalBackend(chat), path, options);
    }

    /**
     * Mounts a connection node.
     *
     * @param links the links to the engine nodes, which stay the caller's to close, before this
     * @param path what stands before {@code /v1/}: the empty string, or something like {@code /chat}
     * @param options the limits
     * @return the endpoint
     */
    public static ChatEndpoint mount(EngineLinks links, String path, ServerOptions options) {
        return mount(links.backend(), path, options);
    }

    private static ChatEndpoint mount(Backend backend, String path, ServerOptions options) {
        if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException("path: " + path + " (expected: /something, or nothing)");
        }
        return new ChatEndpoint(new Paths(backend, path, options, new ConnectionCaps(options.connections()), null));
    }

    /**
     * Makes the handler of one connection. It stands behind an {@code HttpServerCodec} and an {@code
     * HttpObjectAggregator}, and on an upgrade takes itself and those two out of the pipeline.
     *
     * @return a new handler
     */
    public ChannelHandler newHandler() {
        return paths.newHandler();
    }

    /** Closes the sessions that are left, with {@link dev.parley.protocol.CloseCode#GOING_AWAY}, without waiting. */
    @Override
    public void close() {
        paths.closeSessions();
    }
}
