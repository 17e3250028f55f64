package dev.parley.core.internal.cluster;

import dev.parley.model.UserId;
import java.util.Collection;

/**
 * The other nodes of the cluster, to be told things. Nothing here fails or holds up its caller, and nothing durable depends
 * on it. Thread-safe.
 */
public interface OtherNodes {

    /** Tells every node that lives. */
    void tellAll(NodeSignal signal);

    /** Tells those nodes that some users are on. */
    void tellNodesOf(Collection<UserId> users, NodeSignal signal);

    /** The same for one user, whose nodes are looked up anew: what is told must not miss one that they came to just now. */
    void lookUpAndTell(UserId user, NodeSignal signal);

    /** Whether news come and go, as far as this node can tell. */
    boolean healthy();

    /** There are none. */
    OtherNodes NONE = new OtherNodes() {
        @Override
        public void tellAll(NodeSignal signal) {}

        @Override
        public void tellNodesOf(Collection<UserId> users, NodeSignal signal) {}

        @Override
        public void lookUpAndTell(UserId user, NodeSignal signal) {}

        @Override
        public boolean healthy() {
            return true;
        }
    };
}
