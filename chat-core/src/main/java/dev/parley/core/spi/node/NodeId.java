package dev.parley.core.spi.node;

/**
 * One life of one node: a process that starts again is another one. Immutable.
 *
 * @param value 1 to 64 of the characters {@code a-z A-Z 0-9 . _ -}, so that it may be part of a key or a channel's name
 */
public record NodeId(String value) implements Comparable<NodeId> {

    /** Checks the characters. */
    public NodeId {
        boolean fits = !value.isEmpty() && value.length() <= 64 && value.chars().allMatch(NodeId::allowed);
        if (!fits) {
            throw new IllegalArgumentException(
                    "node: " + value.length() + " characters (expected: 1..64 of a-z A-Z 0-9 . _ -)");
        }
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
