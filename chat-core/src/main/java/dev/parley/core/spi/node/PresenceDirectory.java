package dev.parley.core.spi.node;

import dev.parley.model.UserId;
import dev.parley.view.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Who is connected to any node. Thread-safe.
 *
 * <p>[10] A user is online while any node holds a lease for them; leases end by themselves, so a dead node's users expire
 * without anybody cleaning up. [11] {@code lastActiveAt} only rises. [12] Nothing here is durable, and failures delay
 * no durable traffic. [13] Reads return every user asked for, offline when nothing is known.
 */
public interface PresenceDirectory {

    /**
     * Takes or renews this node's lease for some users.
     *
     * @param node this node's id
     * @param lastActive the users with a session here, and when each was last active
     * @param lease how long the lease lasts from now
     * @return completes when it is taken
     */
    CompletionStage<Void> renew(String node, Map<UserId, Instant> lastActive, Duration lease);

    /**
     * Gives this node's lease for a user back.
     *
     * @param node this node's id
     * @param user who left
     * @param lastActiveAt when they were last active
     * @return completes when it is given back
     */
    CompletionStage<Void> release(String node, UserId user, Instant lastActiveAt);

    /**
     * Asks who is there.
     *
     * @param users whom to ask for
     * @return the presence of each
     */
    CompletionStage<Map<UserId, Presence>> presences(Collection<UserId> users);
}
