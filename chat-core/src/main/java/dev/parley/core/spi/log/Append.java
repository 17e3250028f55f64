package dev.parley.core.spi.log;

import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.util.List;

/**
 * Entries to be appended to one log, whole or not at all. Immutable.
 *
 * @param conversation whose log
 * @param expectation what must hold
 * @param entries 1 or more entries, each with a different (sender, key)
 * @param rows the users, each once, whose inbox rows move up to the last entry in the same step; only for stores that can
 *     ({@link LogStore#movesRows})
 */
public record Append(ConversationId conversation, Expectation expectation, List<NewEntry> entries, List<UserId> rows) {

    public Append {
        entries = List.copyOf(entries);
        rows = List.copyOf(rows);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("entries: none (expected: 1 or more)");
        }
        if (entries.size() > 1 && entries.stream().map(Append::key).distinct().count() < entries.size()) {
            throw new IllegalArgumentException("entries: two under one (sender, key) (expected: all different)");
        }
    }

    /**
     * An append that moves no inbox row.
     *
     * @param conversation whose log
     * @param expectation what must hold
     * @param entries 1 or more entries, each with a different (sender, key)
     */
    public Append(ConversationId conversation, Expectation expectation, List<NewEntry> entries) {
        this(conversation, expectation, entries, List.of());
    }

    private static List<Object> key(NewEntry entry) {
        return List.of(entry.origin().sender(), entry.origin().key());
    }

    /**
     * The entry by whose (sender, key) duplicates are told.
     *
     * @return the last one
     */
    public NewEntry last() {
        return entries.get(entries.size() - 1);
    }
}
