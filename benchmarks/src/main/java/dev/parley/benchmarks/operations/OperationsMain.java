package dev.parley.benchmarks.operations;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.parley.benchmarks.counting.Counted;
import dev.parley.benchmarks.counting.Tally;
import dev.parley.benchmarks.load.backend.Backends;
import dev.parley.benchmarks.load.child.ProcFiles;
import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.presence.redis.RedisLogCache;
import dev.parley.presence.redis.RedisLogCacheOptions;
import dev.parley.presence.redis.RedisNodes;
import dev.parley.presence.redis.RedisOptions;
import dev.parley.protocol.Command;
import dev.parley.store.cassandra.CassandraStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Sends to conversations of many sizes on three engines, which share a real Cassandra and a real Redis, and prints what each
 * send asked for. {@code docs/load-harness.md}, "Operations of a send". Confined to its main thread.
 */
public final class OperationsMain {

    private static final int NODES = 3;
    private static final int AT_ONCE = 500;
    private static final int ONLINE = 30;
    private static final int SENDS = 200;

    /** Long enough for the others to be shown a message before one of them answers. */
    private static final int PAUSE_MS = 50;

    private static final int IDLE_SECONDS = 6;

    /** Until what coming in left behind is over. */
    private static final int SETTLE_SECONDS = 7;

    private static final long PATIENCE_SECONDS = 60;

    /** What is counted does not depend on how busy the machine is. */
    private static final Duration PATIENT = Duration.ofSeconds(2);

    private final Backends backends;
    private final Tally calls = new Tally();
    private final Tally statements = new Tally();
    private final Tally pushed = new Tally();
    private final SystemRuntime runtime = SystemRuntime.start();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final List<Chat> nodes = new ArrayList<>();
    private final List<RedisLogCache> caches = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private int keys;
    private long cassandraMicros;
    private long redisMicros;

    private OperationsMain(Backends backends, boolean cached) {
        this.backends = backends;
        Counted counted = new Counted(calls);
        List<RedisNodes> connections = IntStream.range(0, NODES)
                .mapToObj(i -> RedisNodes.connect(backends.address().redis(), RedisOptions.DEFAULT))
                .toList();
        for (int i = 0; i < NODES; i++) {
            CqlSession session = backends.address()
                    .builder()
                    .addRequestTracker(new StatementTally(statements))
                    .build();
            CassandraStore store = CassandraStore.open(session, Backends.OPTIONS);
            RedisNodes redis = connections.get(i);
            Stores stores = cached ? cached(store.stores()) : store.stores();
            Chat chat = Chat.builder(counted.stores(stores), runtime.runtime())
                    .cluster(counted.bus(redis.bus()), counted.directory(redis.sessions()))
                    .accessPolicy(AccessPolicy.allowAll())
                    .authenticator(who ->
                            CompletableFuture.completedStage(new Authenticator.Identity(new UserId(who.token()), null)))
                    .options(ChatOptions.DEFAULT.with(RateOptions.NONE).with(Backends.LANES))
                    .build();
            nodes.add(chat);
            open.addAll(List.of(chat, redis, store, session));
        }
        open.addAll(caches);
    }

    private Stores cached(Stores stores) {
        RedisLogCache cache =
                RedisLogCache.connect(backends.address().redis(), RedisLogCacheOptions.DEFAULT.withTimeout(PATIENT));
        caches.add(cache);
        return stores.with(cache.before(stores.logs()));
    }

    /** Arguments: where to work; {@code cache} to have the newest entries in Redis, too. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "target/operations"));
        Path work = Files.createTempDirectory(directory, "servers-").toAbsolutePath();
        try (Backends backends = Backends.start(work)) {
            OperationsMain main = new OperationsMain(backends, args.length > 1 && args[1].equals("cache"));
            System.out.println(OperationsTable.HEADER);
            for (Size size : Size.ALL) {
                System.out.println(main.measure(size));
            }
            main.close();
        }
        System.exit(0);
    }

    /**
     * A conversation of a size. Immutable.
     *
     * @param senders how many of the members write, in turns, each through a node of its own
     */
    record Size(ConversationKind kind, int members, int senders) {

        static final List<Size> ALL = List.of(
                new Size(ConversationKind.DIRECT, 2, 1),
                new Size(ConversationKind.DIRECT, 2, 2),
                new Size(ConversationKind.GROUP, 2, 1),
                new Size(ConversationKind.GROUP, 10, 1),
                new Size(ConversationKind.GROUP, 10, NODES),
                new Size(ConversationKind.GROUP, 100, 1),
                new Size(ConversationKind.CHANNEL, 101, 1),
                new Size(ConversationKind.CHANNEL, 1_000, 1),
                new Size(ConversationKind.CHANNEL, 10_000, 1));

        String member(int number) {
            return kind.name().charAt(0) + "" + members + "-" + senders + "-" + number;
        }

        int online() {
            return Math.min(members, ONLINE);
        }
    }

    private String measure(Size size) throws Exception {
        ConversationId conversation = make(size, Actor.user(size.member(0)));
        List<CompletableFuture<Boolean>> coming = new ArrayList<>();
        for (int i = 0; i < size.online(); i++) {
            // Who sends is on the node that it sends through.
            coming.add(new Audience(loop, pushed).come(nodes.get(i % NODES).sessions(), size.member(i)));
        }
        for (CompletableFuture<Boolean> each : coming) {
            each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        for (int i = 0; i < SENDS / 4; i++) {
            say(size, i, conversation);
        }
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        taken();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        double idleSeconds = (System.nanoTime() - start) / 1e9;
        Map<String, Long> idle = taken();
        start = System.nanoTime();
        for (int i = 0; i < SENDS; i++) {
            say(size, i, conversation);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        TimeUnit.SECONDS.sleep(1);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Long> busy = taken();
        Map<String, Double> each = new TreeMap<>();
        busy.forEach((name, times) ->
                each.put(name, (times - idle.getOrDefault(name, 0L) / idleSeconds * seconds) / SENDS));
        return OperationsTable.line(size, each);
    }

    private Map<String, Long> taken() {
        Map<String, Long> all = new TreeMap<>(RedisCalls.taken(backends));
        long cassandra = ProcFiles.workMicros(backends.cassandraPid());
        long redis = ProcFiles.cpuMicros(backends.redisPid());
        all.put(OperationsTable.CASSANDRA, cassandra - cassandraMicros);
        all.put(OperationsTable.REDIS, redis - redisMicros);
        cassandraMicros = cassandra;
        redisMicros = redis;
        all.putAll(calls.taken());
        all.putAll(pushed.taken());
        statements.taken().forEach((name, times) -> all.put("cql " + name, times));
        return all;
    }

    private ConversationId make(Size size, Actor sender) {
        if (size.kind() == ConversationKind.DIRECT) {
            return done(nodes.get(0).conversations().openDirect(sender, new UserId(size.member(1))))
                    .conversation()
                    .id();
        }
        List<MemberSpec> members = IntStream.range(1, size.members())
                .mapToObj(number -> new MemberSpec(new UserId(size.member(number)), Role.MEMBER))
                .toList();
        List<MemberSpec> first = members.subList(0, Math.min(AT_ONCE, members.size()));
        ConversationId id = done(nodes.get(0)
                        .conversations()
                        .create(
                                sender,
                                new Command.Create(key(), size.kind(), "operations", HistoryPolicy.FULL, first)))
                .conversation()
                .id();
        for (int i = AT_ONCE; i < members.size(); i += AT_ONCE) {
            List<MemberSpec> some = members.subList(i, Math.min(members.size(), i + AT_ONCE));
            done(nodes.get(0).conversations().addMembers(sender, new Command.AddMembers(id, key(), some)));
        }
        return id;
    }

    private void say(Size size, int number, ConversationId conversation) {
        int turn = number % size.senders();
        done(nodes.get(turn)
                .messages()
                .send(Actor.user(size.member(turn)), conversation, key(), MessageBody.text("x".repeat(200))));
    }

    private String key() {
        return "key" + keys++;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        loop.shutdown();
        runtime.close();
    }
}
