package dev.parley.core;

/**
 * How an engine is. Immutable.
 *
 * @param status up; degraded when the bus or presence is gone (sends still ack, G13); down when the store is
 * @param detail for an operator
 */
public record Health(Status status, String detail) {

    /** In one word. Immutable. */
    public enum Status {
        /** All is well. */
        UP,

        /** Durable traffic flows, live news between nodes do not. */
        DEGRADED,

        /** The store does not answer. */
        DOWN
    }
}
