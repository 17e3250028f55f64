package dev.parley.core.internal.engine;

import dev.parley.core.ChatOptions;
import dev.parley.core.ConversationOptions;
import dev.parley.core.Limits;
import java.util.Map;

/** The limits that a client is told in its welcome, under the names of {@code docs/limits.md}. */
final class WelcomeLimits {

    private WelcomeLimits() {}

    static Map<String, Long> of(ChatOptions options) {
        Limits limits = options.limits();
        ConversationOptions conversations = options.conversations();
        return Map.ofEntries(
                limit("text", limits.text()),
                limit("content", limits.content()),
                limit("custom", limits.custom()),
                limit("mentions", limits.mentions()),
                limit("title", limits.title()),
                limit("emoji", limits.emoji()),
                limit("reactions", limits.reactions()),
                limit("page", conversations.page()),
                limit("groupMembers", conversations.groupMembers()),
                limit("fanOutOnWrite", conversations.fanOutOnWrite()),
                limit("watched", conversations.watched()),
                limit("requests", options.sessions().requests()));
    }

    private static Map.Entry<String, Long> limit(String name, long value) {
        return Map.entry(name, value);
    }
}
