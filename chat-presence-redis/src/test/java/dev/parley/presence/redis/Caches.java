package dev.parley.presence.redis;

import static org.awaitility.Awaitility.await;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What tests of the cache do again and again. */
final class Caches {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final Duration MOMENT = Duration.ofMillis(5);

    /** A test's machine may be busy. */
    static final RedisLogCacheOptions PATIENT = RedisLogCacheOptions.DEFAULT.withTimeout(Duration.ofSeconds(2));

    private static final Instant AT = Instant.parse("2026-11-01T12:00:00.123Z");

    private Caches() {}

    static ConversationId conversation() {
        return new ConversationId("c." + UUID.randomUUID());
    }

    static NewEntry entry(EntryBody body) {
        Origin origin = new Origin(new UserId("ada"), null, "k." + UUID.randomUUID());
        return new NewEntry(UUID.randomUUID(), origin, "0".repeat(64), AT, body);
    }

    static NewEntry text(String text) {
        return entry(new EntryBody.Posted(MessageBody.text(text)));
    }

    /** Appends some entries, in one append. */
    static void append(LogStore logs, ConversationId conversation, NewEntry... entries) {
        join(logs.append(List.of(new Append(conversation, Expectation.ANY, List.of(entries)))));
    }

    /** Appends some messages, in one append. */
    static void fill(LogStore logs, ConversationId conversation, int messages) {
        append(
                logs,
                conversation,
                Stream.generate(() -> text("hello")).limit(messages).toArray(NewEntry[]::new));
    }

    static List<Entry> read(LogStore logs, ConversationId conversation, long from, long to) {
        return join(logs.read(conversation, from, to, (int) (to - from + 1), RangeEnd.NEWEST));
    }

    /** Waits until a stretch is answered from Redis. */
    static void awaitHit(RedisLogCache node, LogStore store) {
        LogStore logs = node.before(store);
        ConversationId conversation = conversation();
        fill(logs, conversation, 1);
        awaitHit(node, logs, conversation, 1, 1);
    }

    /** Waits until a stretch is answered from Redis. */
    static void awaitHit(RedisLogCache node, LogStore logs, ConversationId conversation, long from, long to) {
        await().pollDelay(Duration.ZERO).pollInterval(MOMENT).atMost(PATIENCE).until(() -> {
            long before = node.counts().hits();
            read(logs, conversation, from, to);
            return node.counts().hits() > before;
        });
    }

    static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
