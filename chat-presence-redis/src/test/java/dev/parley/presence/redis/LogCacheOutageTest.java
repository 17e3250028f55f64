package dev.parley.presence.redis;

import static dev.parley.presence.redis.Caches.PATIENCE;
import static dev.parley.presence.redis.Caches.PATIENT;
import static dev.parley.presence.redis.Caches.awaitHit;
import static dev.parley.presence.redis.Caches.conversation;
import static dev.parley.presence.redis.Caches.fill;
import static dev.parley.presence.redis.Caches.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.servers.redis.RedisCluster;
import dev.parley.servers.redis.RedisServer;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server that is killed, hangs or is full: readers and writers hear nothing of it. */
@Tag("any-jdk")
@Timeout(120)
class LogCacheOutageTest {

    @TempDir
    Path folder;

    private final CountedLogs store = new CountedLogs(InMemoryStores.create().logs());
    private final ConversationId conversation = conversation();

    @Test
    void withoutRedisTheStoreAnswersAndWithItRedisDoesAgain() {
        try (RedisServer server = RedisServer.start(folder)) {
            server.kill();
            try (RedisLogCache cache = RedisLogCache.connect(server.uri(), PATIENT)) {
                LogStore logs = cache.before(store.logs());
                fill(logs, conversation, 10);
                assertThat(read(logs, conversation, 1, 10)).hasSize(10);
                server.start();
                awaitHit(cache, logs, conversation, 1, 10);
                server.kill();
                fill(logs, conversation, 10);
                assertThat(read(logs, conversation, 1, 20)).hasSize(20);
                server.start();
                awaitHit(cache, logs, conversation, 1, 20);
            }
        }
    }

    /** The first who wait find out; then nobody asks, until a probe that nobody waits for is answered. */
    @Test
    void whileItHangsOneReadWaits() {
        try (RedisServer server = RedisServer.start(folder);
                RedisLogCache cache =
                        RedisLogCache.connect(server.uri(), PATIENT.withTimeout(Duration.ofMillis(500)))) {
            LogStore logs = cache.before(store.logs());
            fill(logs, conversation, 10);
            awaitHit(cache, logs, conversation, 1, 10);
            server.pause();
            long failed = cache.counts().failures();
            CompletableFuture<List<Entry>> first =
                    logs.read(conversation, 1, 10, 10, RangeEnd.NEWEST).toCompletableFuture();
            assertThat(first).isNotDone();
            assertThat(first.join()).hasSize(10);
            for (int i = 0; i < 100; i++) {
                fill(logs, conversation, 1);
                assertThat(read(logs, conversation, i + 1, i + 10)).hasSize(10);
            }
            assertThat(cache.counts().failures()).isEqualTo(failed + 1);
            server.resume();
            awaitHit(cache, logs, conversation, 101, 110);
        }
    }

    /** It goes away while a read waits for it. */
    @Test
    void aReadUnderWayIsAnsweredWhenRedisIsKilled() {
        try (RedisServer server = RedisServer.start(folder);
                RedisLogCache cache = RedisLogCache.connect(server.uri(), PATIENT)) {
            LogStore logs = cache.before(store.logs());
            fill(logs, conversation, 10);
            awaitHit(cache, logs, conversation, 1, 10);
            server.pause();
            CompletableFuture<List<Entry>> read =
                    logs.read(conversation, 1, 10, 10, RangeEnd.NEWEST).toCompletableFuture();
            assertThat(read).isNotDone();
            server.kill();
            assertThat(read.join()).hasSize(10);
        }
    }

    /** The engine is closed before, but its host may still read. */
    @Test
    void aReadUnderWayIsAnsweredWhenTheCacheIsClosed() {
        try (RedisServer server = RedisServer.start(folder)) {
            RedisLogCache cache = RedisLogCache.connect(server.uri(), PATIENT);
            LogStore logs = cache.before(store.logs());
            fill(logs, conversation, 10);
            awaitHit(cache, logs, conversation, 1, 10);
            server.pause();
            CompletableFuture<List<Entry>> read =
                    logs.read(conversation, 1, 10, 10, RangeEnd.NEWEST).toCompletableFuture();
            assertThat(read).isNotDone();
            cache.close();
            assertThat(read.join()).hasSize(10);
            fill(logs, conversation, 10);
            assertThat(read(logs, conversation, 1, 20)).hasSize(20);
            server.resume();
        }
    }

    /** As after a restart: what the store answers to all of them is put in once. */
    @Test
    void manyWhoMissThePageAtOncePutItInOnce() {
        try (RedisServer server = RedisServer.start(folder);
                RedisLogCache cache = RedisLogCache.connect(server.uri(), PATIENT)) {
            fill(store.logs(), conversation, 10);
            awaitHit(cache, store.logs());
            List<CompletableFuture<List<Entry>>> asked = new CopyOnWriteArrayList<>();
            LogStore logs = cache.before(slow(asked));
            List<CompletableFuture<List<Entry>>> reads = Stream.generate(() ->
                            logs.read(conversation, 1, 10, 10, RangeEnd.NEWEST).toCompletableFuture())
                    .limit(50)
                    .toList();
            await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(() -> asked.size() == reads.size());
            long before = puts(server);
            List<Entry> page = read(store.logs(), conversation, 1, 10);
            server.pause();
            asked.forEach(each -> each.complete(page));
            assertThat(reads).allSatisfy(each -> assertThat(each.join()).isEqualTo(page));
            server.resume();
            awaitHit(cache, cache.before(store.logs()), conversation, 1, 10);
            assertThat(puts(server) - before).isEqualTo(1);
        }
    }

    /** A store whose reads end when somebody says so. */
    private static LogStore slow(List<CompletableFuture<List<Entry>>> asked) {
        return (LogStore) Proxy.newProxyInstance(
                LogStore.class.getClassLoader(), new Class<?>[] {LogStore.class}, (self, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("read");
                    CompletableFuture<List<Entry>> answer = new CompletableFuture<>();
                    asked.add(answer);
                    return answer;
                });
    }

    private static long puts(RedisServer server) {
        Matcher calls = Pattern.compile("cmdstat_evalsha:calls=(\\d+)").matcher(server.ask("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    @Test
    void aServerWithoutMemoryLosesNothingButTheCache() {
        try (RedisServer server = RedisServer.start(folder);
                RedisLogCache cache = RedisLogCache.connect(server.uri(), PATIENT)) {
            LogStore logs = cache.before(store.logs());
            fill(logs, conversation, 10);
            awaitHit(cache, logs, conversation, 1, 10);
            server.ask("CONFIG", "SET", "maxmemory", "1");
            fill(logs, conversation, 10);
            assertThat(read(logs, conversation, 1, 20)).hasSize(20);
            server.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            fill(logs, conversation, 10);
            await().atMost(PATIENCE).until(() -> server.ask("DBSIZE").equals("0"));
            assertThat(read(logs, conversation, 1, 30)).hasSize(30);
            server.ask("CONFIG", "SET", "maxmemory", "0");
            awaitHit(cache, logs, conversation, 1, 30);
        }
    }

    /** Conversations whose server lives are answered from there. */
    @Test
    void aServerOfAClusterThatIsGoneTakesItsOwnConversationsAlong() {
        try (RedisCluster cluster = RedisCluster.start(folder);
                RedisLogCache cache =
                        RedisLogCache.connectCluster(cluster.uris().subList(0, 1), PATIENT)) {
            LogStore logs = cache.before(store.logs());
            awaitHit(cache, store.logs());
            List<ConversationId> some =
                    Stream.generate(Caches::conversation).limit(30).toList();
            some.forEach(each -> {
                fill(logs, each, 5);
                awaitHit(cache, logs, each, 1, 5);
            });
            cluster.servers().get(1).kill();
            int before = store.reads();
            some.forEach(each -> assertThat(read(logs, each, 1, 5)).hasSize(5));
            assertThat(store.reads() - before).isBetween(1, 29);
            cluster.servers().get(1).start();
            some.forEach(each -> awaitHit(cache, logs, each, 1, 5));
        }
    }
}
