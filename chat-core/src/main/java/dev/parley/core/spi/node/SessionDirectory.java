package dev.parley.core.spi.node;

import dev.parley.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Which nodes live, and which users are on which of them. Thread-safe.
 *
 * <p>[10] A node lives while its lease does. Leases end by themselves, so a dead node's users are gone without anybody
 * cleaning up. [11] {@code renew} answers whether the lease was unbroken. After false, nothing counts that the node entered
 * before: it enters its users again. [12] What a node without a lease enters changes nothing. [13] A user is on every living
 * node that entered them and was not left since. [14] {@code lastActiveAt} only rises, also by nodes that leave. [15] Leaving
 * where one is not is no error. [16] {@code find} answers for every user asked for. [17] Nothing here is durable. Stages fail
 * with a retryable {@link dev.parley.protocol.ChatException}, within a few seconds; no method blocks. [18] A directory that
 * failed or lost everything is usable again, without a restart, when what it depends on is.
 */
public interface SessionDirectory {

    /**
     * Takes or renews a node's lease.
     *
     * @param node the node
     * @param lease how long it lasts from now
     * @return true when the node had a lease all the time since it was last renewed
     */
    CompletionStage<Boolean> renew(NodeId node, Duration lease);

    /**
     * Says that users are on a node, and when they were last active.
     *
     * @param node the node, which has a lease
     * @param lastActive by user, at most 10,000
     * @return completes when {@code find} says so
     */
    CompletionStage<Void> enter(NodeId node, Map<UserId, Instant> lastActive);

    /**
     * Says that users left a node.
     *
     * @param node the node
     * @param lastActive when each was last active, at most 10,000
     * @return completes when {@code find} says so
     */
    CompletionStage<Void> leave(NodeId node, Map<UserId, Instant> lastActive);

    /**
     * Asks where users are.
     *
     * @param users whom to ask for, at most 10,000
     * @return where each is; {@link Whereabouts#UNKNOWN} when nothing is known
     */
    CompletionStage<Map<UserId, Whereabouts>> find(Collection<UserId> users);

    /**
     * Asks which nodes live.
     *
     * @return those with a lease
     */
    CompletionStage<Set<NodeId>> nodes();

    /**
     * Gives a node's lease back, and all that it entered.
     *
     * @param node the node
     * @return completes when neither the living nor {@code find} show it
     */
    CompletionStage<Void> retire(NodeId node);
}
