package dev.parley.core;

import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.service.Conversations;
import dev.parley.core.service.Inboxes;
import dev.parley.core.service.Messages;
import dev.parley.core.service.Nodes;
import dev.parley.core.service.People;
import dev.parley.core.service.Receipts;
import dev.parley.core.session.Sessions;
import dev.parley.model.DeviceId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The engine: what WhatsApp, Telegram or Signal run, inside the host's own process.
 *
 * <pre>{@code
 * Chat chat = Chat.builder(stores, runtime)
 *         .authenticator(credentials -> myTokens.check(credentials.token()))
 *         .accessPolicy(AccessPolicy.allowAll())
 *         .build();
 * }</pre>
 *
 * Thread-safe.
 */
public interface Chat extends AutoCloseable {

    /**
     * Begins to put an engine together.
     *
     * @param stores where it keeps what is durable
     * @param runtime what it runs on, for example {@link dev.parley.core.runtime.SystemRuntime}'s
     * @return the builder
     */
    static ChatBuilder builder(Stores stores, ChatRuntime runtime) {
        return new ChatBuilder(stores, runtime);
    }

    /**
     * Sends and reads messages.
     *
     * @return the service
     */
    Messages messages();

    /**
     * Conversations, members and inboxes.
     *
     * @return the service
     */
    Conversations conversations();

    /**
     * Delivered and read marks.
     *
     * @return the service
     */
    Receipts receipts();

    /**
     * Devices, blocks, presence and typing.
     *
     * @return the service
     */
    People people();

    /**
     * The nodes that clients may connect to, this one among them once it is announced.
     *
     * @return the service
     */
    Nodes nodes();

    /**
     * All inboxes' rows, which can be derived again from the logs.
     *
     * @return the service
     */
    Inboxes inboxes();

    /**
     * Where transports bring their connections.
     *
     * @return the sessions of this node
     */
    Sessions sessions();

    /**
     * Does what a client can ask for without a session: every command but {@code hello}, {@code sync}, {@code ping},
     * {@code pong} and {@code watch}. Writes count against the user's rate, as a client's do; the services do not count.
     *
     * @param actor on whose behalf
     * @param command what
     * @return what came of it; fails with {@link dev.parley.protocol.ChatException} only
     */
    CompletionStage<Result> execute(Actor actor, Command command);

    /**
     * Checks credentials as a session's {@code hello} does, for transports that serve single requests.
     *
     * @param token the token, or the empty string
     * @param remoteAddress where the client connects from
     * @param device the device that the client names, or null
     * @return the user on that device; fails with {@code unauthenticated}, {@code token_expired}, and with {@code forbidden}
     *     when the device was revoked
     */
    CompletionStage<Actor> authenticate(String token, String remoteAddress, @Nullable DeviceId device);

    /**
     * How the engine is.
     *
     * @return up, degraded or down
     */
    CompletionStage<Health> health();

    /**
     * The limits in force, by the names under which {@code docs/limits.md} documents them.
     *
     * @return the options
     */
    ChatOptions options();

    /**
     * Drains: refuses new sessions, tells clients to reconnect elsewhere, finishes what is in flight, closes (G16). Stores
     * and runtime belong to whoever made them.
     *
     * @param deadline how long that may take; what is then still in flight is left unanswered
     * @return completes when the engine is closed; never fails
     */
    CompletionStage<Void> close(Duration deadline);

    /** Drains within 10 s, and waits for it. */
    @Override
    void close();
}
