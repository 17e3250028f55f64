package dev.parley.store.cassandra;

/** Whose majority decides. All nodes of a cluster use the same one. Immutable. */
public enum Reach {
    /** That of the replicas in the driver's data centre: {@code LOCAL_QUORUM} and {@code LOCAL_SERIAL}. */
    DATACENTER,

    /** That of all replicas, wherever they are: {@code QUORUM} and {@code SERIAL}. */
    CLUSTER
}
