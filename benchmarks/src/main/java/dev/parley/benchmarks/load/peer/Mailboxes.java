package dev.parley.benchmarks.load.peer;

import dev.parley.benchmarks.load.subject.Scene;

/**
 * The names under which users hear: one of a pair under a name of their own, so that nobody gets back what they sent; members
 * of a group under the group's.
 */
final class Mailboxes {

    private Mailboxes() {}

    /** Where a user hears. */
    static String in(Scene scene, int user) {
        return pair(scene) ? "u" + user : "c" + scene.conversation(user);
    }

    /** Where what a user sends must go. */
    static String out(Scene scene, int user) {
        return in(scene, pair(scene) ? scene.partner(user) : user);
    }

    private static boolean pair(Scene scene) {
        return scene.perConversation() == 2;
    }
}
