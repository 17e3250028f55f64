package dev.parley.model;

/**
 * How far a user is in a conversation. Each mark only grows, never passes the head, and {@code read} implies
 * {@code delivered} (G9). Immutable.
 *
 * @param delivered the highest seq that reached any of the user's devices
 * @param read the highest seq that the user has read
 * @param readShown the highest seq that others may know the user has read; behind {@code read} after private reading
 */
public record Marks(long delivered, long read, long readShown) {

    /** Nothing delivered, nothing read. */
    public static final Marks NONE = new Marks(0, 0, 0);

    public Marks {
        if (delivered < 0 || read < 0 || readShown < 0) {
            throw new IllegalArgumentException("marks: negative (expected: 0 or more)");
        }
        read = Math.max(read, readShown);
        delivered = Math.max(delivered, read);
    }

    /**
     * The higher of both, mark by mark.
     *
     * @param other other marks
     * @return the merged marks
     */
    public Marks max(Marks other) {
        return new Marks(
                Math.max(delivered, other.delivered), Math.max(read, other.read), Math.max(readShown, other.readShown));
    }

    /**
     * The marks as others may see them.
     *
     * @return the marks with {@code read} no higher than {@code readShown}; {@code delivered} unchanged
     */
    public Marks shown() {
        return new Marks(delivered, readShown, readShown);
    }
}
