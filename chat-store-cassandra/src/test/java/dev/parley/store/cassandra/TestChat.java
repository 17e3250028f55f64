package dev.parley.store.cassandra;

import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.StoreOptions;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator.Identity;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.model.UserId;
import java.util.concurrent.CompletableFuture;

/** A real engine over some stores, with the lanes that stores on Cassandra want. */
final class TestChat implements AutoCloseable {

    private static final int LANES = 32;

    private final SystemRuntime runtime = SystemRuntime.start();
    private final Chat chat;

    TestChat(Stores stores) {
        StoreOptions usual = StoreOptions.DEFAULT;
        chat = Chat.builder(stores, runtime.runtime())
                .authenticator(shown -> CompletableFuture.completedStage(new Identity(new UserId(shown.token()), null)))
                .accessPolicy(AccessPolicy.allowAll())
                .options(ChatOptions.DEFAULT
                        .with(RateOptions.NONE)
                        .with(new StoreOptions(
                                LANES,
                                usual.batch(),
                                usual.waiting(),
                                usual.attempts(),
                                usual.retryAfter(),
                                usual.cachedBytes(),
                                usual.cachedPerConversation())))
                .build();
    }

    Chat chat() {
        return chat;
    }

    @Override
    public void close() {
        chat.close();
        runtime.close();
    }
}
