package dev.parley.core.internal.engine;

import dev.parley.core.ChatOptions;
import dev.parley.core.ConversationOptions;
import dev.parley.core.Limits;
import java.util.LinkedHashMap;
import java.util.Map;

/** The limits that a client is told in its welcome, under the names of {@code docs/limits.md}. */
final class WelcomeLimits {

    private WelcomeLimits() {}

    static Map<String, Long> of(ChatOptions options) {
        Limits limits = options.limits();
        ConversationOptions conversations = options.conversations();
        Map<String, Long> told = new LinkedHashMap<>(); // in one order on every node
        told.put("text", (long) limits.text());
        told.put("content", (long) limits.content());
        told.put("custom", (long) limits.custom());
        told.put("mentions", (long) limits.mentions());
        told.put("title", (long) limits.title());
        told.put("emoji", (long) limits.emoji());
        told.put("reactions", (long) limits.reactions());
        told.put("page", (long) conversations.page());
        told.put("groupMembers", (long) conversations.groupMembers());
        told.put("fanOutOnWrite", (long) conversations.fanOut().onWrite());
        told.put("watched", (long) conversations.watched());
        told.put("requests", (long) options.sessions().requests());
        return told;
    }
}
