package dev.parley.store.jdbc;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Entries for tests, and waiting for stages. */
final class Entries {

    static final UserId ADA = new UserId("ada");

    private Entries() {}

    static NewEntry message(UserId sender, String key, String text) {
        return new NewEntry(
                UUID.randomUUID(),
                new Origin(sender, null, key),
                "%064x".formatted(text.hashCode()),
                Instant.ofEpochMilli(1_790_000_000_000L),
                new EntryBody.Posted(MessageBody.text(text)));
    }

    static Append append(ConversationId conversation, String key) {
        return new Append(conversation, Expectation.ANY, List.of(message(ADA, key, "text of " + key)));
    }

    static ConversationId conversation() {
        return new ConversationId("c." + UUID.randomUUID());
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
