package dev.parley.core.host;

import dev.parley.model.UserId;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a client is. Thread-safe; called on any thread that the engine runs on, those of connections among them, and
 * does not block.
 */
@FunctionalInterface
public interface Authenticator {

    /**
     * What a client shows.
     *
     * @param token its token, from the {@code hello} frame or the {@code Authorization} header; empty when there is none
     * @param remoteAddress the address that it connects from
     */
    record Credentials(String token, String remoteAddress) {

        /** Leaves out the token: this text ends up in logs. */
        @Override
        public String toString() {
            return "Credentials[" + remoteAddress + "]";
        }
    }

    /**
     * Who a client is. Immutable.
     *
     * @param user the user
     * @param expiresAt when the session ends for want of a new token, or null for never
     */
    record Identity(UserId user, @Nullable Instant expiresAt) {}

    /**
     * Checks credentials.
     *
     * @param credentials what the client shows
     * @return who it is; fails with {@link dev.parley.protocol.ChatException} {@code unauthenticated} for credentials
     *     that were never valid and {@code token_expired} for those that no longer are; any other failure is
     *     answered {@code internal}
     */
    CompletionStage<Identity> authenticate(Credentials credentials);
}
