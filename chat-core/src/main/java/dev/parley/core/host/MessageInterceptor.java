package dev.parley.core.host;

import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sees every message before it is stored, and may change or refuse it. Called once for each attempt to send, so possibly
 * again when a client retries; a retry of a stored message does not change it. Thread-safe; called on any thread that the
 * engine runs on, those of connections among them, and does not block.
 */
@FunctionalInterface
public interface MessageInterceptor {

    /**
     * A message on its way. Immutable.
     *
     * @param sender who sends it
     * @param conversation where to
     * @param body what it says
     * @param edit true when it replaces an earlier message
     */
    record Draft(UserId sender, ConversationId conversation, MessageBody body, boolean edit) {}

    /**
     * Decides on a message.
     *
     * @param draft the message
     * @return what to store; fails with {@link dev.parley.protocol.ChatException#rejected} to refuse it with a code of
     *     the host's own
     */
    CompletionStage<MessageBody> intercept(Draft draft);

    /**
     * Lets everything through.
     *
     * @return the interceptor
     */
    static MessageInterceptor none() {
        return draft -> CompletableFuture.completedFuture(draft.body());
    }
}
