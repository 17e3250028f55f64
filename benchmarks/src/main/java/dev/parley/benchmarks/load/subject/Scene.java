package dev.parley.benchmarks.load.subject;

/**
 * Who talks to whom: users 0, 1, 2 …, of whom so many in a row share a conversation. Immutable.
 *
 * @param users how many users, each with one connection
 * @param perConversation how many of them share a conversation: 2 are a direct one, more a group, 1 nobody to talk to
 * @param receipts whether every receiver answers each message with a receipt (delivered and read), which flows back to
 *     its sender
 */
public record Scene(int users, int perConversation, boolean receipts) {

    public Scene {
        if (users < 1 || perConversation < 1 || users % perConversation != 0) {
            throw new IllegalArgumentException(
                    "scene: " + users + " users by " + perConversation + " (expected: no one left over)");
        }
    }

    /** The conversation of a user. */
    public int conversation(int user) {
        return user / perConversation;
    }

    /** The first user of a user's conversation. */
    public int first(int user) {
        return user - user % perConversation;
    }

    /** On which of so many nodes a user is: those of a conversation are on different ones, as far as nodes suffice. */
    public int node(int user, int nodes) {
        return (conversation(user) + user - first(user)) % nodes;
    }

    /** How many get a message, its sender not counted. */
    public int receivers() {
        return perConversation - 1;
    }

    /** The other user of a pair. */
    public int partner(int user) {
        return first(user) + (user - first(user) + 1) % perConversation;
    }
}
