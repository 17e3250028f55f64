package dev.parley.store.rocksdb;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Entries for tests, and waiting for stages. Thread-safe: it keeps nothing. */
public final class Entries {

    public static final UserId ADA = new UserId("ada");

    private Entries() {}

    public static Append append(ConversationId conversation, String key) {
        return append(conversation, Expectation.ANY, key, "text of " + key);
    }

    public static Append append(ConversationId conversation, Expectation expectation, String key, String text) {
        NewEntry entry = new NewEntry(
                UUID.randomUUID(),
                new Origin(ADA, null, key),
                "%064x".formatted(text.hashCode()),
                Instant.ofEpochMilli(1_790_000_000_000L),
                new EntryBody.Posted(MessageBody.text(text)));
        return new Append(conversation, expectation, List.of(entry));
    }

    public static ConversationId conversation() {
        return new ConversationId("c." + UUID.randomUUID());
    }

    public static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** What a stage failed with. */
    public static ErrorCode failure(CompletionStage<?> stage) throws Exception {
        try {
            throw new AssertionError("no failure: " + await(stage));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChatException ours) {
                return ours.code();
            }
            throw e;
        }
    }
}
