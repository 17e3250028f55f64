package dev.parley.testkit.proxy;

import java.time.Duration;

/**
 * How one direction of a connection misbehaves. A fault holds until it is replaced; counting begins when it is set, or
 * when the connection does. All kinds are immutable.
 */
public sealed interface Fault {

    /** Bytes pass as they come. */
    record None() implements Fault {}

    /**
     * Bytes, and the end of the stream, pass later than they came, in order. Up to 1 MiB is under way at once.
     *
     * @param by how much later
     */
    record Delay(Duration by) implements Fault {
        /** Checks the duration. */
        public Delay {
            positive("by", by.toNanos());
        }
    }

    /**
     * Nothing passes, neither bytes nor the end of the stream nor a reset: the peer has vanished from the net. The proxy
     * does not even read, so that the sender's buffers fill. When the fault ends, what waited passes.
     */
    record Blackhole() implements Fault {}

    /**
     * Bytes pass at a slow and even rate.
     *
     * @param bytes how many pass at once
     * @param every how often
     */
    record Drip(int bytes, Duration every) implements Fault {
        /** Checks both. */
        public Drip {
            positive("bytes", bytes);
            positive("every", every.toNanos());
        }
    }

    /**
     * Bytes are swallowed; then the connection is closed. The sender believes that they were delivered.
     *
     * @param bytes how many are swallowed before the close
     */
    record Drop(long bytes) implements Fault {
        /** Checks the number. */
        public Drop {
            positive("bytes", bytes);
        }
    }

    /**
     * Some more bytes pass; then the connection is closed.
     *
     * @param bytes how many; 0 closes at once
     * @param reset true to reset it, false to end it in order
     */
    record Cut(long bytes, boolean reset) implements Fault {
        /** Checks the number. */
        public Cut {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes: " + bytes + " (expected: 0 or more)");
            }
        }
    }

    /**
     * Bytes pass up to a text, which itself does not; then the connection is reset. A text that falls into two reads is
     * not seen.
     *
     * @param text the text, of characters up to 255, each a byte (ISO 8859-1); not empty
     */
    record CutBefore(String text) implements Fault {
        /** Checks the text. */
        public CutBefore {
            positive("text", text.length());
        }
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
    }
}
