package dev.parley.presence.redis;

import static dev.parley.presence.redis.Caches.MOMENT;
import static dev.parley.presence.redis.Caches.PATIENCE;
import static dev.parley.presence.redis.Caches.PATIENT;
import static dev.parley.presence.redis.Caches.append;
import static dev.parley.presence.redis.Caches.awaitHit;
import static dev.parley.presence.redis.Caches.conversation;
import static dev.parley.presence.redis.Caches.entry;
import static dev.parley.presence.redis.Caches.fill;
import static dev.parley.presence.redis.Caches.join;
import static dev.parley.presence.redis.Caches.read;
import static dev.parley.presence.redis.Caches.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.servers.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in Redis, and what it answers: on a real server, with two nodes before one store whose reads are counted. */
@Tag("any-jdk")
class LogCacheTest {

    private static final int KEPT = 200;
    private static RedisServer server;
    private static RedisClient client;
    private static RedisCommands<String, byte[]> poison;

    private final CountedLogs store = new CountedLogs(InMemoryStores.create().logs());
    private final List<RedisLogCache> caches = new ArrayList<>();
    private final ConversationId conversation = conversation();
    private final LogStore one = node(PATIENT);
    private final LogStore other = node(PATIENT);

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RedisServer.start(folder);
        client = RedisClient.create(server.uri());
        poison = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))
                .sync();
    }

    @AfterEach
    void close() {
        caches.forEach(RedisLogCache::close);
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        server.close();
    }

    private LogStore node(RedisLogCacheOptions options) {
        RedisLogCache cache = RedisLogCache.connect(server.uri(), options);
        caches.add(cache);
        awaitHit(cache, InMemoryStores.create().logs());
        return cache.before(store.logs());
    }

    private long hits(int node) {
        return caches.get(node).counts().hits();
    }

    private String key() {
        return "parley:log:" + conversation.value();
    }

    /** Waits until what nobody waits for is there. */
    private void awaitKept(long seq) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(MOMENT)
                .atMost(PATIENCE)
                .until(() -> server.ask("HEXISTS", key(), Long.toString(seq)).equals("1"));
    }

    private static List<Long> seqs(List<Entry> entries) {
        return entries.stream().map(Entry::seq).toList();
    }

    @Test
    void whatOneNodeAppendedOthersNeedNotReadFromTheStore() {
        fill(one, conversation, 50);
        awaitKept(50);
        List<Entry> page = read(other, conversation, 1, 50);
        assertThat(store.reads()).isZero();
        assertThat(page).isEqualTo(read(store.logs(), conversation, 1, 50));
    }

    @Test
    void whatOneNodeReadOthersNeedNotReadFromTheStore() {
        fill(store.logs(), conversation, 50);
        assertThat(seqs(read(one, conversation, 21, 50))).hasSize(30);
        awaitKept(50);
        assertThat(read(other, conversation, 21, 50)).hasSize(30);
        assertThat(join(other.read(conversation, 1, 50, 10, RangeEnd.NEWEST))).hasSize(10);
        assertThat(join(other.read(conversation, 45, Long.MAX_VALUE, 3, RangeEnd.OLDEST)))
                .hasSize(3);
        assertThat(store.reads()).isEqualTo(1);
    }

    /** The stretch that reaches the end is judged by what the store says of the end, which is always asked. */
    @Test
    void anEntryThatCameToTheStorePastTheCacheIsThere() {
        fill(one, conversation, 10);
        awaitKept(10);
        append(store.logs(), conversation, text("by a host's transaction"));
        assertThat(join(other.heads(List.of(conversation)))).containsEntry(conversation, new LogHead(11, 0));
        assertThat(store.calls("heads")).isEqualTo(1);
        assertThat(seqs(read(other, conversation, 10, 11))).containsExactly(10L, 11L);
        assertThat(seqs(join(other.read(conversation, 1, Long.MAX_VALUE, 2, RangeEnd.NEWEST))))
                .containsExactly(10L, 11L);
        assertThat(seqs(join(other.read(conversation, 10, 99, 90, RangeEnd.OLDEST))))
                .containsExactly(10L, 11L);
    }

    /** An append whose entries others have appended meanwhile in between. */
    @Test
    void aHoleInTheCacheIsReadFromTheStore() {
        fill(one, conversation, 10);
        fill(store.logs(), conversation, 1);
        fill(other, conversation, 10);
        awaitKept(10);
        awaitKept(21);
        assertThat(seqs(read(one, conversation, 1, 10))).hasSize(10);
        assertThat(seqs(read(one, conversation, 12, 21))).hasSize(10);
        assertThat(store.reads()).isZero();
        assertThat(seqs(read(one, conversation, 10, 12))).containsExactly(10L, 11L, 12L);
        assertThat(store.reads()).isEqualTo(1);
        awaitKept(11);
        assertThat(seqs(read(other, conversation, 1, 21))).hasSize(21);
        assertThat(store.reads()).isEqualTo(1);
    }

    @Test
    void anEntryThatIsTooLargeIsLeftOut() {
        append(one, conversation, text("before"), text("x".repeat(PATIENT.entryBytes())), text("after"));
        awaitKept(3);
        assertThat(server.ask("HEXISTS", key(), "2")).isEqualTo("0");
        assertThat(seqs(read(other, conversation, 3, 3))).containsExactly(3L);
        assertThat(store.reads()).isZero();
        assertThat(read(other, conversation, 1, 3)).isEqualTo(read(store.logs(), conversation, 1, 3));
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        fill(one, conversation, 2 * KEPT + 50);
        awaitKept(2 * KEPT + 50);
        assertThat(server.ask("HLEN", key())).isEqualTo(Integer.toString(KEPT + 3));
        fill(one, conversation, 30);
        awaitKept(2 * KEPT + 80);
        assertThat(server.ask("HLEN", key())).isEqualTo(Integer.toString(KEPT + 3));
        long end = 2 * KEPT + 80;
        assertThat(read(other, conversation, end - KEPT + 1, end)).hasSize(KEPT);
        assertThat(store.reads()).isZero();
        assertThat(read(other, conversation, end - KEPT, end - 1)).hasSize(KEPT);
        assertThat(store.reads()).isEqualTo(1);
        assertThat(server.ask("HEXISTS", key(), Long.toString(end - KEPT))).isEqualTo("0");
    }

    /** Who scrolls back does not drive out what is new, and who goes far back does not even ask. */
    @Test
    void whatIsOldIsNotPutIn() {
        fill(one, conversation, 3 * KEPT);
        awaitKept(3 * KEPT);
        long asked = caches.get(0).counts().misses();
        assertThat(read(one, conversation, 1, 50)).hasSize(50);
        assertThat(caches.get(0).counts().misses()).isEqualTo(asked);
        assertThat(read(other, conversation, 1, 50)).hasSize(50); // it has not heard how far the log has got
        assertThat(read(one, conversation, 3 * KEPT, 3 * KEPT)).hasSize(1);
        assertThat(server.ask("HLEN", key())).isEqualTo(Integer.toString(KEPT + 3));
    }

    @Test
    void theOldestGoWhenTheyAreTooLarge() {
        LogStore small = node(PATIENT.withEntryBytes(2_048).withBytes(4_096));
        for (int i = 0; i < 20; i++) {
            append(small, conversation, text("x".repeat(900)));
        }
        awaitKept(20);
        assertThat(Integer.parseInt(server.ask("HGET", key(), "bytes"))).isBetween(3_000, 4_096);
        assertThat(Integer.parseInt(server.ask("HLEN", key()))).isBetween(6, 7);
        assertThat(seqs(read(other, conversation, 18, 20))).containsExactly(18L, 19L, 20L);
        assertThat(store.reads()).isZero();
        assertThat(read(small, conversation, 1, 20)).hasSize(20); // what is older has no room
        assertThat(Integer.parseInt(server.ask("HGET", key(), "bytes"))).isBetween(3_000, 4_096);
    }

    /** Counted from the first, whatever comes later: so nothing is kept for longer, not even of who writes all day. */
    @Test
    void allOfAConversationIsForgottenAfterAWhile() {
        LogStore brief = node(PATIENT.withExpiry(Duration.ofMinutes(1)));
        fill(brief, conversation, 1);
        awaitKept(1);
        server.ask("PEXPIRE", key(), "30000");
        fill(brief, conversation, 1);
        awaitKept(2);
        assertThat(Long.parseLong(server.ask("PTTL", key()))).isBetween(1L, 30_000L);
        server.ask("DEL", key());
        fill(brief, conversation, 1);
        awaitKept(3);
        assertThat(Long.parseLong(server.ask("PTTL", key()))).isBetween(30_001L, 60_000L);
        server.ask("PEXPIRE", key(), "1");
        await().pollDelay(Duration.ZERO)
                .pollInterval(MOMENT)
                .atMost(PATIENCE)
                .until(() -> server.ask("EXISTS", key()).equals("0"));
        assertThat(read(other, conversation, 1, 3)).hasSize(3);
        assertThat(store.reads()).isEqualTo(1);
    }

    /** Values that nobody wrote as they are: a miss, and mended by what the store says. */
    @Test
    void aValueThatIsNoEntryIsAMiss() {
        fill(one, conversation, 5);
        awaitKept(5);
        byte[] whole = poison.hget(key(), "3");
        byte[] foreign = poison.hget(key(), "4");
        byte[] flipped = whole.clone();
        flipped[whole.length - 1] ^= 1;
        for (byte[] value : List.of(new byte[0], new byte[1], Arrays.copyOf(whole, 40), flipped, foreign)) {
            poison.hset(key(), "3", value);
            long hits = hits(1);
            assertThat(read(other, conversation, 1, 5)).isEqualTo(read(store.logs(), conversation, 1, 5));
            assertThat(hits(1)).isEqualTo(hits);
            awaitHit(caches.get(1), other, conversation, 1, 5);
            assertThat(poison.hget(key(), "3")).isEqualTo(whole);
        }
        assertThat(caches.get(1).counts().unreadable()).isGreaterThanOrEqualTo(5);
    }

    /** Somebody who can write to Redis knows the form of a value, and has no key. */
    @Test
    void withAKeyWhatOthersPutInIsNotBelieved() {
        SecretKey key = new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
        LogStore sealed = caches.get(0).before(store.logs(), key);
        LogStore sealedToo = caches.get(1).before(store.logs(), key);
        fill(sealed, conversation, 5);
        awaitKept(5);
        awaitHit(caches.get(1), sealedToo, conversation, 1, 5);

        byte[] ours = poison.hget(key(), "5");
        LogStore forged = one(InMemoryStores.create().logs());
        append(forged, conversation, text("1"), text("2"), text("3"), text("4"), text("ada owes me a hundred"));
        await().pollDelay(Duration.ZERO)
                .pollInterval(MOMENT)
                .atMost(PATIENCE)
                .until(() -> !Arrays.equals(ours, poison.hget(key(), "5")));
        assertThat(read(sealedToo, conversation, 1, 5)).isEqualTo(read(store.logs(), conversation, 1, 5));
        assertThat(caches.get(1).counts().unreadable()).isPositive();
        awaitHit(caches.get(1), sealedToo, conversation, 1, 5);
    }

    private LogStore one(LogStore logs) {
        return caches.get(0).before(logs);
    }

    /** A key that is not a hash, or whose bounds are nonsense. */
    @Test
    void aKeyThatIsNotWhatItShouldBeIsMadeAnew() {
        fill(one, conversation, 5);
        awaitKept(5);
        poison.set(key(), "a text".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(other, conversation, 1, 5)).isEqualTo(read(store.logs(), conversation, 1, 5));
        awaitHit(caches.get(1), other, conversation, 1, 5);
        long end = 5;
        for (String nonsense : List.of("nan", "inf", "-inf", "9007199254740991", "-1", "x", "", "1e300")) {
            for (String bound : List.of("low", "bytes", "top")) {
                poison.hset(key(), bound, nonsense.getBytes(StandardCharsets.US_ASCII));
                fill(one, conversation, 1);
                end++;
                assertThat(read(other, conversation, 1, end)).isEqualTo(read(store.logs(), conversation, 1, end));
            }
        }
        poison.del(key());
        awaitHit(caches.get(1), other, conversation, 1, end);
        assertThat(poison.pttl(key())).isPositive();
    }

    /** What a version cannot read it cannot write as it was. */
    @Test
    void anEntryOfAnUnknownKindIsLeftOut() {
        append(one, conversation, text("a"), entry(new EntryBody.Unknown("poll")), text("b"));
        awaitKept(3);
        assertThat(server.ask("HEXISTS", key(), "2")).isEqualTo("0");
    }

    @Test
    void stretchesOfSeveralLogsAreAnsweredTogether() {
        ConversationId second = conversation();
        ConversationId third = conversation();
        fill(one, conversation, 5);
        fill(store.logs(), second, 5);
        awaitKept(5);
        List<Stretch> stretches = List.of(
                new Stretch(conversation, 2, 4, 3, RangeEnd.NEWEST),
                new Stretch(second, 1, 5, 2, RangeEnd.NEWEST),
                new Stretch(third, 1, 5, 5, RangeEnd.OLDEST),
                new Stretch(conversation, 1, Long.MAX_VALUE, 100, RangeEnd.OLDEST),
                new Stretch(conversation, 2, 4, 3, RangeEnd.NEWEST),
                new Stretch(conversation, 9, 3, 3, RangeEnd.NEWEST));
        assertThat(join(other.read(stretches))).isEqualTo(join(store.logs().read(stretches)));
        assertThat(hits(1)).isGreaterThanOrEqualTo(2);
        assertThat(store.reads()).isEqualTo(2);
    }

    /** Two nodes append at once while both read the newest page; each reads what the store has up to the head it was told. */
    @Test
    void nodesThatAppendAtOnceReadTheTruth() {
        List<LogStore> nodes = List.of(one, other);
        List<CompletableFuture<?>> writers = new ArrayList<>();
        for (LogStore node : nodes) {
            writers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 300; i++) {
                    append(node, conversation, text("text " + i));
                }
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        int pages = 0;
        while (!all.isDone() || pages < 10) {
            LogStore node = nodes.get(pages++ % 2);
            long head = join(node.heads(List.of(conversation)))
                    .getOrDefault(conversation, LogHead.EMPTY)
                    .head();
            long from = Math.max(1, head - 49);
            if (head > 0) {
                assertThat(read(node, conversation, from, head))
                        .isEqualTo(read(store.logs(), conversation, from, head))
                        .hasSize((int) (head - from + 1));
            }
        }
        all.join();
        awaitHit(caches.get(0), one, conversation, 401, 600);
        assertThat(read(other, conversation, 401, 600)).isEqualTo(read(store.logs(), conversation, 401, 600));
        assertThat(server.ask("HLEN", key())).isEqualTo(Integer.toString(KEPT + 3));
    }
}
