package dev.parley.transport.websocket;

import dev.parley.core.Chat;
import dev.parley.transport.websocket.options.LinkOptions;
import dev.parley.transport.websocket.options.LinkTrust;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How clients reach the engine in a test: the same must hold either way. Confined to the thread of the test. */
enum Served {
    /** In the server's own process. */
    HERE {
        @Override
        ChatServer.Builder builder(Chat chat) {
            return ChatServer.builder(chat);
        }
    },
    /** Over a link, as from a connection node. */
    OVER_LINKS {
        @Override
        ChatServer.Builder builder(Chat chat) {
            EnginePort port = EnginePort.open(
                    chat, TRUST, LinkOptions.DEFAULT, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            OPENED.add(port::close);
            return ChatServer.builder(links(port.port()));
        }
    };

    /** What all nodes of a test share. */
    static final LinkTrust TRUST = LinkTrust.withoutTls(new byte[32]);

    private static final List<Runnable> OPENED = new ArrayList<>();

    /** Begins to set up a server. */
    abstract ChatServer.Builder builder(Chat chat);

    /** Links to an engine node on this machine, once they are open. */
    EngineLinks links(int port) {
        EngineLinks links = EngineLinks.open(
                TRUST, LinkOptions.DEFAULT, List.of(InetSocketAddress.createUnresolved("127.0.0.1", port)));
        OPENED.add(
                0,
                () -> links.close(java.time.Duration.ofMillis(200))
                        .toCompletableFuture()
                        .join());
        long end = System.nanoTime() + 10_000_000_000L;
        while (links.reachable() == 0) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no link was opened");
            }
            LockSupport.parkNanos(1_000_000);
        }
        return links;
    }

    /** Closes what stands behind the servers, after them. */
    void close() {
        OPENED.forEach(Runnable::run);
        OPENED.clear();
    }
}
