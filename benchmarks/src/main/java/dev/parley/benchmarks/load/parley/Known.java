package dev.parley.benchmarks.load.parley;

import dev.parley.benchmarks.load.subject.Scene;
import org.jspecify.annotations.Nullable;

/** What the clients of a thread keep over their connections: conversations and cursors. Confined to that thread. */
final class Known {

    private final Scene scene;
    private final @Nullable String[] conversations;
    private final long[] atFirst;
    private final long[] cursors;
    private boolean rewound;

    Known(Scene scene) {
        this.scene = scene;
        this.conversations = new @Nullable String[scene.users() / scene.perConversation()];
        this.atFirst = new long[scene.users()];
        this.cursors = new long[scene.users()];
    }

    /** A user knows its conversation, up to a head. */
    void joined(int user, String conversation, long head) {
        conversations[scene.conversation(user)] = conversation;
        atFirst[user] = head;
        reached(user, head);
    }

    @Nullable
    String conversation(int user) {
        return conversations[scene.conversation(user)];
    }

    /** A user holds everything up to a seq. */
    void reached(int user, long seq) {
        cursors[user] = Math.max(cursors[user], seq);
    }

    /** The cursor that a user comes back with. */
    long cursor(int user) {
        return rewound ? atFirst[user] : cursors[user];
    }

    /** Whoever comes back has missed all that came after it joined. */
    void rewind() {
        rewound = true;
    }
}
