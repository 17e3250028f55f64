package dev.parley.integration.faults;

import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.SessionOptions;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator.Identity;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.integration.process.InterceptedStores;
import dev.parley.integration.process.ServerLaunch;
import dev.parley.model.UserId;
import dev.parley.transport.websocket.ChatServer;
import dev.parley.transport.websocket.http.HttpCall;
import dev.parley.transport.websocket.http.HttpReply;
import dev.parley.transport.websocket.http.HttpRoutes;
import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.ServerOptions;
import io.netty.util.internal.PlatformDependent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server with levers: its clock can be set, it can be made to die between a commit and its ack, and it tells what it
 * uses. Who shows a name as a token is that user.
 */
public final class FaultServer {

    /** How to start it. */
    static final ServerLaunch LAUNCH = new ServerLaunch(FaultServer.class.getName(), List.of(), Map.of());

    /** How long a drain may take, and the cut after it. */
    static final Duration DRAIN = Duration.ofSeconds(8);

    static final Duration CUT = Duration.ofSeconds(1);

    private final AtomicInteger appendsToLive = new AtomicInteger(Integer.MAX_VALUE);
    private final Map<String, LongAdder> storeCalls = new ConcurrentHashMap<>();
    private volatile Duration clockOff = Duration.ZERO;

    private FaultServer() {}

    /** Starts it, as the system properties say, and runs until it is told to stop. */
    public static void main(String[] args) throws Exception {
        new FaultServer().run();
    }

    private void run() throws Exception {
        Path data = Path.of(System.getProperty("parley.data"));
        Files.createDirectories(data);
        OpenStore store = OpenStore.in(data, System.getProperty("parley.store", "h2"));
        SystemRuntime system = SystemRuntime.start();
        ChatRuntime runtime = new ChatRuntime(
                () -> Instant.now().plus(clockOff),
                system.runtime().executor(),
                system.runtime().scheduler(),
                system.runtime().random());
        Stores stores = InterceptedStores.of(store.stores(), this::pass);
        Chat chat = Chat.builder(stores, runtime)
                .authenticator(shown -> CompletableFuture.completedStage(new Identity(new UserId(shown.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .options(ChatOptions.DEFAULT.with(RateOptions.NONE).with(sessions()))
                .build();
        ChatServer server = ChatServer.builder(chat)
                .host("127.0.0.1")
                .port(Integer.getInteger("parley.port"))
                .options(ServerOptions.DEFAULT.with(ConnectionOptions.DEFAULT.withCaps(100_000, 100_000)))
                .routes(routes(chat.sessions()::count))
                .start();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            chat.close(DRAIN).toCompletableFuture().join();
                            server.close(CUT).toCompletableFuture().join();
                            store.close();
                            system.close();
                        },
                        "drain"));
        Thread.currentThread().join();
    }

    /** Pings every two seconds, unless it is told otherwise. */
    static SessionOptions sessions() {
        SessionOptions usual = SessionOptions.DEFAULT;
        return new SessionOptions(
                usual.helloTimeout(),
                Duration.ofMillis(Integer.getInteger("parley.ping", 2_000)),
                usual.outbound(),
                Duration.ofMillis(Long.getLong("parley.stuck", usual.stuck().toMillis())),
                usual.perUser(),
                usual.requests(),
                usual.offlineAfter(),
                usual.typing());
    }

    private @Nullable Object pass(String name, InterceptedStores.Call call) throws Throwable {
        storeCalls.computeIfAbsent(name, any -> new LongAdder()).increment();
        Object outcome = call.make();
        return outcome instanceof CompletionStage<?> appended && name.equals("LogStore.append")
                ? appended.thenApply(this::dieOrGoOn)
                : outcome;
    }

    /** It is committed and nobody has been told. */
    private <T> T dieOrGoOn(T committed) {
        if (appendsToLive.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
        return committed;
    }

    private HttpRoutes routes(IntSupplier sessions) {
        return HttpRoutes.NONE
                .on("POST", "/test/die", call -> {
                    appendsToLive.set(Integer.parseInt(call.query().getOrDefault("appends", "1")));
                    return HttpReply.empty(200).now();
                })
                .on("POST", "/test/clock", call -> {
                    clockOff = Duration.ofSeconds(Long.parseLong(call.query().getOrDefault("off", "0")));
                    return HttpReply.empty(200).now();
                })
                .on(
                        "GET",
                        "/test/sessions",
                        call -> HttpReply.text(200, Integer.toString(sessions.getAsInt()))
                                .now())
                .on(
                        "GET",
                        "/test/calls",
                        call -> HttpReply.text(200, new TreeMap<>(storeCalls).toString())
                                .now())
                .on("GET", "/test/gauges", this::gauges);
    }

    private CompletionStage<HttpReply> gauges(HttpCall call) {
        System.gc(); // what is used after it is what is needed
        Runtime jvm = Runtime.getRuntime();
        return HttpReply.text(
                        200,
                        "heap=" + (jvm.totalMemory() - jvm.freeMemory()) + " direct="
                                + PlatformDependent.usedDirectMemory())
                .now();
    }
}
