package dev.parley.store.cassandra;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
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
import dev.parley.protocol.ChatException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Entries for tests that care about keys alone. */
final class Entries {

    /** What every entry says, in bytes that can be seen on the wire. */
    static final String TEXT = "hello-from-the-test";

    private static final long PATIENCE_SECONDS = 120;

    private Entries() {}

    static ConversationId conversation() {
        return new ConversationId("c." + UUID.randomUUID());
    }

    /** The same intent for the same key, under a new id. */
    static NewEntry entry(String key) {
        return new NewEntry(
                UUID.randomUUID(),
                new Origin(new UserId("ada"), null, key),
                "ab".repeat(32),
                Instant.ofEpochMilli(1_790_000_000_000L),
                new EntryBody.Posted(MessageBody.text(TEXT)));
    }

    static CompletionStage<AppendResult> append(LogStore logs, ConversationId conversation, String key) {
        return append(logs, conversation, entry(key));
    }

    static CompletionStage<AppendResult> append(LogStore logs, ConversationId conversation, NewEntry entry) {
        return logs.append(List.of(new Append(conversation, Expectation.ANY, List.of(entry))))
                .thenApply(results -> results.get(0));
    }

    /** Where an entry stands that was appended, now or before. */
    static long seq(AppendResult result) {
        if (result instanceof AppendResult.Appended appended) {
            return appended.firstSeq();
        } else if (result instanceof AppendResult.Duplicate duplicate) {
            return duplicate.stored().seq();
        }
        throw new AssertionError("neither appended nor a duplicate: " + result);
    }

    static List<Entry> all(LogStore logs, ConversationId conversation) {
        return await(logs.read(conversation, 1, Long.MAX_VALUE, 1_000_000, RangeEnd.OLDEST));
    }

    static List<Long> seqs(long count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    static <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    static ChatException awaitFailure(CompletionStage<?> stage) {
        try {
            throw new AssertionError("expected a failure, got " + await(stage));
        } catch (CompletionException e) {
            if (e.getCause() instanceof ChatException ours) {
                return ours;
            }
            throw e;
        }
    }
}
