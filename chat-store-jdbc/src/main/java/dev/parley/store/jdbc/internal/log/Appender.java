package dev.parley.store.jdbc.internal.log;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.log.EntryRows.Stored;
import dev.parley.store.jdbc.internal.sql.InboxRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Appends a batch inside one transaction: locks the heads, looks the keys up, inserts, moves the heads and the inbox rows. The keys are
 * looked up in a statement of their own after the locks are held, because what committed while this transaction waited
 * for a lock is not in the snapshot of the statement that waited. Confined to the thread of its transaction.
 */
final class Appender {

    private record Key(ConversationId conversation, UserId sender, String key) {

        static Key of(ConversationId conversation, NewEntry entry) {
            return new Key(conversation, entry.origin().sender(), entry.origin().key());
        }
    }

    private final Map<ConversationId, LogHead> heads;
    private final Map<Key, Stored> known;
    private final Map<ConversationId, LogHead> moved = new HashMap<>();
    private final List<Stored> added = new ArrayList<>();
    private final List<InboxBump> bumps = new ArrayList<>();

    private Appender(Map<ConversationId, LogHead> heads, Map<Key, Stored> known) {
        this.heads = heads;
        this.known = known;
    }

    /** Appends under locks that are held. */
    static List<AppendResult> append(
            Handle handle, Heads rows, Map<ConversationId, LogHead> locked, List<Append> batch) {
        Appender appender = new Appender(new HashMap<>(locked), lookUp(handle, batch));
        List<AppendResult> results = batch.stream().map(appender::judge).toList();
        if (!appender.added.isEmpty()) {
            EntryRows.insert(handle, appender.added);
            rows.update(handle, appender.moved);
            InboxRows.bump(handle, rows.dialect(), appender.bumps);
        }
        return results;
    }

    private static Map<Key, Stored> lookUp(Handle handle, List<Append> batch) {
        List<Key> keys = batch.stream()
                .flatMap(append -> append.entries().stream().map(entry -> Key.of(append.conversation(), entry)))
                .distinct()
                .toList();
        Map<Key, Stored> known = new HashMap<>();
        handle.createQuery("SELECT " + EntryRows.COLUMNS + """
                        , e.fingerprint
                        FROM UNNEST(CAST(:conversations AS VARCHAR ARRAY), CAST(:senders AS VARCHAR ARRAY),
                            CAST(:keys AS VARCHAR ARRAY)) AS k (conversation, sender, entry_key)
                        JOIN parley_entry e
                        ON e.conversation = k.conversation AND e.sender = k.sender AND e.entry_key = k.entry_key""")
                .bindArray(
                        "conversations",
                        String.class,
                        keys.stream().map(each -> each.conversation().value()).toList())
                .bindArray(
                        "senders",
                        String.class,
                        keys.stream().map(each -> each.sender().value()).toList())
                .bindArray("keys", String.class, keys.stream().map(Key::key).toList())
                .map((row, context) -> new Stored(EntryRows.entry(row), row.getString("fingerprint")))
                .forEach(stored -> known.put(keyOf(stored), stored));
        return known;
    }

    private static Key keyOf(Stored stored) {
        return new Key(
                stored.entry().conversation(),
                stored.entry().origin().sender(),
                stored.entry().origin().key());
    }

    private AppendResult judge(Append append) {
        ConversationId conversation = append.conversation();
        NewEntry last = append.last();
        Stored duplicate = known.get(Key.of(conversation, last));
        if (duplicate != null) {
            return duplicate.fingerprint().equals(last.fingerprint())
                    ? new AppendResult.Duplicate(duplicate.entry())
                    : new AppendResult.KeyReused(duplicate.entry());
        }
        LogHead head = heads.getOrDefault(conversation, LogHead.EMPTY);
        boolean keyTaken = append.entries().stream().anyMatch(entry -> known.containsKey(Key.of(conversation, entry)));
        if (keyTaken || !append.expectation().holds(head)) {
            return new AppendResult.Conflict(head);
        }
        long firstSeq = head.head() + 1;
        for (NewEntry entry : append.entries()) {
            long seq = head.head() + 1;
            head = new LogHead(seq, entry.body().changesConversation() ? seq : head.stateSeq());
            Stored stored = EntryRows.stored(conversation, seq, entry);
            added.add(stored);
            known.put(Key.of(conversation, entry), stored);
        }
        for (UserId user : append.rows()) {
            bumps.add(new InboxBump(user, conversation, head.head(), last.id()));
        }
        heads.put(conversation, head);
        moved.put(conversation, head);
        return new AppendResult.Appended(firstSeq);
    }
}
