package dev.parley.benchmarks.load.peer;

import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import java.util.concurrent.TimeUnit;

/**
 * Vert.x: the event bus bridge of SockJS on its raw WebSocket. Clients hear at addresses of their own; what they send goes to
 * a consumer, with the addressee in a header, which hands it on and replies. A receipt goes to the other client's address at
 * once. Threads: one verticle on each of the event loops it is given, on epoll. Thread-safe.
 */
final class VertxServer implements Serving {

    static final String PATH = "/eventbus/websocket";

    /** Where clients send messages. */
    static final String RELAY = "relay";

    /** The header that says whom a message is for. */
    static final String TO = "to";

    private static final int PATIENCE_SECONDS = 30;
    private static final int BACKLOG = 4_096;

    /** The generator sends none of the pings that the bridge asks of clients; they would be one every few seconds. */
    private static final long PING_MS = TimeUnit.HOURS.toMillis(1);

    private final Vertx vertx;
    private final int port;

    private VertxServer(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    static Serving start(ServerSettings settings) throws Exception {
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(settings.eventLoops()).setPreferNativeTransport(true));
        boolean pairs = settings.scene().perConversation() == 2;
        int port = FreePort.find();
        vertx.deployVerticle(() -> new Bridge(pairs, port), new DeploymentOptions().setInstances(settings.eventLoops()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return new VertxServer(vertx, port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String note() {
        return "Vert.x " + Versions.of(Vertx.class);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One event loop's server and consumer. Confined to it. */
    private static final class Bridge extends AbstractVerticle {

        private final boolean pairs;
        private final int port;

        Bridge(boolean pairs, int port) {
            this.pairs = pairs;
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            EventBus bus = vertx.eventBus();
            bus.<String>localConsumer(RELAY, message -> relay(bus, message));
            SockJSBridgeOptions open = new SockJSBridgeOptions()
                    .addInboundPermitted(new PermittedOptions())
                    .addOutboundPermitted(new PermittedOptions())
                    .setPingTimeout(PING_MS);
            Router router = Router.router(vertx);
            router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(open));
            HttpServerOptions options =
                    new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(BACKLOG);
            vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen()
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void relay(EventBus bus, Message<String> message) {
            String to = message.headers().get(TO);
            if (to != null) {
                if (pairs) {
                    bus.send(to, message.body());
                } else {
                    bus.publish(to, message.body());
                }
            }
            message.reply("");
        }
    }
}
