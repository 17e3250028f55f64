package dev.parley.integration.faults;

import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator.Identity;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.integration.process.ServerLaunch;
import dev.parley.model.UserId;
import dev.parley.presence.redis.RedisNodes;
import dev.parley.presence.redis.RedisOptions;
import dev.parley.transport.websocket.ChatServer;
import dev.parley.transport.websocket.EngineLinks;
import dev.parley.transport.websocket.EnginePort;
import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.LinkOptions;
import dev.parley.transport.websocket.options.LinkTrust;
import dev.parley.transport.websocket.options.ServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * An engine node on PostgreSQL and Redis, or a connection node that knows engine nodes: {@code parley.engines} says where they
 * are, {@code parley.link} where an engine node listens. Who shows a name as a token is that user.
 */
public final class RoleServer {

    private static final LinkTrust TRUST = LinkTrust.withoutTls(new byte[32]);
    private static final Duration DRAIN = Duration.ofSeconds(4);
    private static final Duration CUT = Duration.ofSeconds(1);
    private static final ServerLaunch LAUNCH = new ServerLaunch(RoleServer.class.getName(), List.of(), Map.of());

    private RoleServer() {}

    /** How to start an engine node. */
    static ServerLaunch engine(String store, String redis, int link) {
        return LAUNCH.with("parley.store", store, "parley.redis", redis, "parley.link", Integer.toString(link));
    }

    /** How to start a connection node. */
    static ServerLaunch connection(int... engines) {
        return LAUNCH.with("parley.engines", Arrays.toString(engines).replaceAll("[^0-9,]", ""));
    }

    /** Starts it, as the system properties say, and runs until it is told to stop. */
    public static void main(String[] args) throws Exception {
        String engines = System.getProperty("parley.engines");
        Runnable drain = engines == null ? engine() : connection(engines);
        Runtime.getRuntime().addShutdownHook(new Thread(drain, "drain"));
        Thread.currentThread().join();
    }

    private static Runnable connection(String engines) {
        EngineLinks links = EngineLinks.open(
                TRUST,
                LinkOptions.DEFAULT,
                Arrays.stream(engines.split(","))
                        .map(port -> InetSocketAddress.createUnresolved("127.0.0.1", Integer.parseInt(port)))
                        .toList());
        ChatServer server = serve(ChatServer.builder(links));
        return () -> {
            links.close(DRAIN).toCompletableFuture().join();
            server.close(CUT).toCompletableFuture().join();
        };
    }

    private static Runnable engine() {
        OpenStore store = OpenStore.in(Path.of(System.getProperty("parley.data")), System.getProperty("parley.store"));
        SystemRuntime runtime = SystemRuntime.start();
        RedisNodes redis = RedisNodes.connect(System.getProperty("parley.redis"), RedisOptions.DEFAULT);
        Chat chat = Chat.builder(store.stores(), runtime.runtime())
                .authenticator(shown -> CompletableFuture.completedStage(new Identity(new UserId(shown.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .options(ChatOptions.DEFAULT.with(RateOptions.NONE).with(FaultServer.sessions()))
                .cluster(redis.bus(), redis.sessions())
                .build();
        EnginePort port = EnginePort.open(
                chat,
                TRUST,
                LinkOptions.DEFAULT,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.getInteger("parley.link")));
        ChatServer health = serve(ChatServer.builder(chat));
        return () -> {
            chat.close(DRAIN).toCompletableFuture().join();
            port.close(CUT).toCompletableFuture().join();
            health.close(CUT).toCompletableFuture().join();
            redis.close();
            store.close();
            runtime.close();
        };
    }

    private static ChatServer serve(ChatServer.Builder builder) {
        return builder.host("127.0.0.1")
                .port(Integer.getInteger("parley.port"))
                .options(ServerOptions.DEFAULT.with(ConnectionOptions.DEFAULT.withCaps(100_000, 100_000)))
                .start();
    }
}
