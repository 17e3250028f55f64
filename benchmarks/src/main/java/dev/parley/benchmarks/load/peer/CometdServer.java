package dev.parley.benchmarks.load.peer;

import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import java.io.IOException;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.ext.AcknowledgedMessagesExtension;
import org.cometd.server.websocket.common.AbstractWebSocketTransport;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * CometD on Jetty, its WebSocket transport alone: clients subscribe and publish, and no code of an application is needed. The
 * extension for acknowledged messages is there for those who ask for it. Threads: one acceptor, as many selectors as it is
 * given event loops, small pools for the rest, because 2 cores gain nothing from the defaults of 200 and 128. Thread-safe.
 */
final class CometdServer implements Serving {

    static final String PATH = "/cometd";

    private static final int THREADS_BEYOND_SELECTORS = 8;
    private static final int SENDING_THREADS = 4;
    private static final int BACKLOG = 4_096;
    private static final int PER_FRAME = 16;

    private final Server server;
    private final BayeuxServerImpl bayeux;
    private final int port;

    private CometdServer(Server server, BayeuxServerImpl bayeux, int port) {
        this.server = server;
        this.bayeux = bayeux;
        this.port = port;
    }

    static Serving start(ServerSettings settings) throws Exception {
        int selectors = settings.eventLoops();
        Server server = new Server(new QueuedThreadPool(selectors + THREADS_BEYOND_SELECTORS));
        ServerConnector connector = new ServerConnector(server, 1, selectors);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        ContextHandler context = new ContextHandler("/");
        context.setHandler(WebSocketUpgradeHandler.from(server, context));
        server.setHandler(context);
        server.start();

        BayeuxServerImpl bayeux = new BayeuxServerImpl();
        bayeux.setOption(Context.class.getName(), context.getContext());
        bayeux.setOption(AbstractWebSocketTransport.COMETD_URL_MAPPING_OPTION, PATH);
        bayeux.setOption(AbstractWebSocketTransport.MESSAGES_PER_FRAME_OPTION, PER_FRAME);
        bayeux.setOption(BayeuxServerImpl.BROADCAST_TO_PUBLISHER_OPTION, false);
        bayeux.setOption(BayeuxServerImpl.EXECUTOR_MAX_THREADS, SENDING_THREADS);
        bayeux.addTransport(new JettyWebSocketTransport(bayeux));
        bayeux.addExtension(new AcknowledgedMessagesExtension());
        bayeux.start();
        return new CometdServer(server, bayeux, connector.getLocalPort());
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String note() {
        return "CometD " + Versions.of(BayeuxServerImpl.class) + " on Jetty " + Versions.of(Server.class);
    }

    @Override
    public void close() throws IOException {
        try {
            bayeux.stop();
            server.stop();
        } catch (Exception e) {
            throw new IOException("CometD did not stop", e);
        }
    }
}
