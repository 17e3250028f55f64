package dev.parley.integration.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.integration.process.InterceptedStores;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.presence.redis.RedisLogCache;
import dev.parley.presence.redis.RedisLogCacheOptions;
import dev.parley.protocol.Command;
import dev.parley.servers.redis.RedisServer;
import dev.parley.view.EntryPage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the store is asked for when a channel's newest page is pulled again and again, on three nodes that came up after all
 * was written: with nothing between the nodes and it, and with a cache of the newest entries in a real Redis.
 */
@Timeout(300)
class PullCostIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Actor ADA = Actor.user("ada");
    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final int NODES = 3;

    private static final int PULLS = 20;
    private static final int PAGE = 50;
    private static final int MESSAGES = 300;

    /** The store hears how far a log reaches from whoever read it in the cache. */
    private static final String TOLD = "LogStore.reaches";

    @TempDir
    Path folder;

    private final SystemRuntime runtime = SystemRuntime.start();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Stores store = InterceptedStores.of(InMemoryStores.create(), (name, call) -> {
        calls.merge(name, 1, Integer::sum);
        return call.make();
    });
    private final NodeBus bus = new InMemoryNodeBus(runtime.runtime().executor());
    private final SessionDirectory directory =
            new InMemorySessionDirectory(runtime.runtime().clock());
    private final List<AutoCloseable> open = new ArrayList<>();
    private RedisServer redis;
    private boolean cached;

    @BeforeEach
    void start() {
        redis = RedisServer.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        runtime.close();
        redis.close();
    }

    private Chat node(Stores stores) {
        Chat node = Chat.builder(stores, runtime.runtime())
                .cluster(bus, directory)
                .accessPolicy(AccessPolicy.allowAll())
                .authenticator(who ->
                        CompletableFuture.completedFuture(new Authenticator.Identity(new UserId(who.token()), null)))
                .build();
        open.add(node);
        return node;
    }

    private Chat cachedNode() {
        RedisLogCache cache =
                RedisLogCache.connect(redis.uri(), RedisLogCacheOptions.DEFAULT.withTimeout(Duration.ofSeconds(2)));
        open.add(cache);
        cached = true;
        LogStore logs = cache.before(store.logs());
        Chat node = node(store.with(logs));
        ConversationId warm = channel(node, 1);
        await().atMost(PATIENCE).until(() -> {
            done(logs.read(warm, 1, 2, 2, RangeEnd.OLDEST));
            return cache.counts().hits() > 0;
        });
        return node;
    }

    private ConversationId channel(Chat node, int messages) {
        ConversationId channel = done(node.conversations()
                        .create(
                                ADA,
                                new Command.Create(
                                        "create " + open.size(),
                                        ConversationKind.CHANNEL,
                                        "News",
                                        HistoryPolicy.FULL,
                                        List.of())))
                .conversation()
                .id();
        for (int i = 1; i <= messages; i++) {
            done(node.messages().send(ADA, channel, "k" + i, MessageBody.text("message " + i)));
        }
        return channel;
    }

    private static EntryPage pull(Chat node, ConversationId channel) {
        return done(node.messages().history(ADA, new Command.History(channel, null, null, null, PAGE)));
    }

    /** Pulls the newest page of a channel on each node again and again; what the store is asked for meanwhile. */
    private Map<String, Integer> pulls(List<Chat> nodes, ConversationId channel) {
        calls.clear();
        EntryPage first = pull(nodes.get(0), channel);
        assertThat(first.items()).hasSize(PAGE);
        awaitKept(channel, first.head());
        for (int i = 1; i < NODES * PULLS; i++) {
            EntryPage page = pull(nodes.get(i % NODES), channel);
            assertThat(page).isEqualTo(first);
        }
        return asked(PULLS * NODES);
    }

    /** After each of some messages, each node is asked for the newest page; what the store is asked for by that. */
    private Map<String, Integer> pullsAfterEachMessage(Chat writer, List<Chat> nodes, ConversationId channel) {
        nodes.forEach(node -> pull(node, channel));
        Map<String, Integer> sum = new TreeMap<>();
        for (int i = 1; i <= PULLS; i++) {
            long seq = done(writer.messages().send(ADA, channel, "more" + i, MessageBody.text("more")))
                    .seq();
            awaitKept(channel, seq);
            calls.clear();
            nodes.forEach(node -> assertThat(pull(node, channel).head()).isEqualTo(seq));
            asked(NODES).forEach((name, times) -> sum.merge(name, times, Integer::sum));
        }
        return sum;
    }

    /** What the logs were asked for but where they end, which is once for each pull, and when a node looks for itself. */
    private Map<String, Integer> asked(int pulls) {
        Map<String, Integer> asked = new TreeMap<>(calls);
        asked.keySet().removeIf(name -> !name.startsWith("LogStore."));
        assertThat(asked.remove("LogStore.heads")).isGreaterThanOrEqualTo(pulls);
        return asked;
    }

    /** Entries are put into the cache while nobody waits. */
    private void awaitKept(ConversationId channel, long seq) {
        String key = "parley:log:" + channel.value();
        await().pollDelay(Duration.ZERO)
                .pollInterval(MOMENT)
                .atMost(PATIENCE)
                .until(() ->
                        !cached || redis.ask("HEXISTS", key, Long.toString(seq)).equals("1"));
    }

    private static List<String> texts(EntryPage page) {
        return page.items().stream()
                .filter(EntryPage.Said.class::isInstance)
                .map(item -> ((EntryPage.Said) item).message().body().content().bytes())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void eachNodeReadsThePageOnce() {
        Chat writer = node(store);
        ConversationId channel = channel(writer, MESSAGES);
        List<Chat> nodes = List.of(node(store), node(store), node(store));
        assertThat(pulls(nodes, channel)).isEqualTo(Map.of("LogStore.read", NODES));
        assertThat(pulls(nodes, channel)).isEmpty();
        assertThat(pullsAfterEachMessage(writer, nodes, channel)).isEqualTo(Map.of("LogStore.read", PULLS * NODES));
    }

    @Test
    void allNodesTogetherReadThePageOnce() {
        ConversationId channel = channel(node(store), MESSAGES);
        List<Chat> nodes = List.of(cachedNode(), cachedNode(), cachedNode());
        assertThat(pulls(nodes, channel)).isEqualTo(Map.of("LogStore.read", 1, TOLD, NODES - 1));
    }

    @Test
    void nobodyReadsWhatAnyNodeAppended() {
        Chat writer = cachedNode();
        ConversationId channel = channel(writer, MESSAGES);
        List<Chat> nodes = List.of(cachedNode(), cachedNode(), cachedNode());
        assertThat(pulls(nodes, channel)).isEqualTo(Map.of(TOLD, NODES));
        assertThat(pullsAfterEachMessage(writer, nodes, channel)).isEqualTo(Map.of(TOLD, PULLS * NODES));
    }

    /** A deleted message stays deleted wherever its entry is kept (G20). */
    @Test
    void whatWasDeletedIsNotShownFromTheCache() {
        Chat writer = cachedNode();
        ConversationId channel = channel(writer, MESSAGES);
        List<Chat> nodes = List.of(cachedNode(), cachedNode(), cachedNode());
        pulls(nodes, channel);
        done(nodes.get(1).messages().delete(ADA, new Command.Delete(channel, "delete", MESSAGES)));
        for (Chat node : nodes) {
            EntryPage page = pull(node, channel);
            assertThat(page.head()).isEqualTo(MESSAGES + 2);
            assertThat(texts(page))
                    .contains("message " + (MESSAGES - 2))
                    .doesNotContain("message " + (MESSAGES - 1))
                    .contains("message " + MESSAGES);
        }
    }
}
