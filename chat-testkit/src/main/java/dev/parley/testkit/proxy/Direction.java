package dev.parley.testkit.proxy;

/** A way through the proxy. Immutable. */
public enum Direction {
    /** From whoever connected to the proxy to the target. */
    TO_SERVER,

    /** From the target to whoever connected to the proxy. */
    TO_CLIENT
}
