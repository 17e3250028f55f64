package dev.parley.core.spi.discovery;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Where nodes say that they are there, and find the others. Thread-safe.
 *
 * <p>Leases. [10] A node is found from its first registration until its lease ends, counted from its newest; nobody cleans up
 * after a node that died. An adapter whose server watches over processes may end the registration of one that died
 * sooner than its lease, or as much later as its options say. [11] A registration replaces what the node said before.
 * [12] Whoever unregisters is gone at once; unregistering who is not there is nothing.
 *
 * <p>Ordering. [13] Calls about one node take effect in the order in which one directory got them.
 *
 * <p>Lookups. [14] All nodes are found with what they said last, soon: changes show within a few seconds. An adapter may
 * keep back a change of {@code connections} that is small beside the capacity, never any other. [15] Names that only look alike
 * are different nodes.
 *
 * <p>Failure. [16] Nothing durable depends on it, and no call blocks. A call that cannot be carried out fails with a retryable
 * {@link dev.parley.protocol.ChatException} within seconds; what was registered and not unregistered is then put back by the
 * directory itself, as soon as it can, while its lease lasts. [17] A lookup that cannot be carried out answers with what
 * was known last, and says how old that is; it fails only when nothing was known yet.
 */
public interface NodeDirectory {

    /**
     * Registers a node, or renews it.
     *
     * @param listing what it says of itself
     * @param lease how long it shall be found from now on
     * @return completes when others can find it
     */
    CompletionStage<Void> register(NodeListing listing, Duration lease);

    /**
     * Takes a node out.
     *
     * @param node its name
     * @return completes when nobody finds it any longer
     */
    CompletionStage<Void> unregister(String node);

    /**
     * Looks up who is there, draining nodes included.
     *
     * @return the nodes
     */
    CompletionStage<KnownNodes> nodes();
}
