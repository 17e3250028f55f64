package dev.parley.store.cassandra.internal.log;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.LogHead;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.store.cassandra.internal.row.Key;
import dev.parley.store.cassandra.internal.row.KeyRow;
import dev.parley.store.cassandra.internal.row.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Judges the appends of a run, one after the other, on the log as it is believed to be. Confined to one thread. */
final class Judgement {

    private final ConversationId conversation;
    private final Map<Key, KeyRow> known;
    private final Map<Key, Verdict.Same> own = new HashMap<>();
    private final List<Prepared> added = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Position before;
    private final boolean tried;
    private LogHead head;

    /**
     * Begins.
     *
     * @param known the keys that are in the log
     * @param before where it ends
     * @param tried whether a batch of this run may have been applied already
     */
    Judgement(ConversationId conversation, Map<Key, KeyRow> known, Position before, boolean tried) {
        this.conversation = conversation;
        this.known = known;
        this.before = before;
        this.tried = tried;
        head = before.logHead();
    }

    void judge(Append append, List<Prepared> entries) {
        verdicts.add(verdict(append, entries));
    }

    private Verdict verdict(Append append, List<Prepared> entries) {
        Prepared last = entries.get(entries.size() - 1);
        KeyRow row = known.get(last.key());
        if (row != null) {
            // Only this run can have appended under this id, if it was not told what became of it.
            return tried && row.id().equals(last.entry().id())
                    ? new Verdict.Added(row.at() - entries.size() + 1)
                    : new Verdict.Used(row);
        }
        Verdict.Same same = own.get(last.key());
        if (same != null) {
            return same;
        }
        boolean taken = entries.stream().anyMatch(each -> known.containsKey(each.key()) || own.containsKey(each.key()));
        if (taken || !append.expectation().holds(head)) {
            return new Verdict.Refused(head);
        }
        long first = head.head() + 1;
        for (Prepared each : entries) {
            long seq = head.head() + 1;
            head = new LogHead(seq, each.entry().body().changesConversation() ? seq : head.stateSeq());
            Entry entry = each.at(conversation, seq);
            own.put(each.key(), new Verdict.Same(entry, each.entry().fingerprint()));
            added.add(each);
        }
        return new Verdict.Added(first);
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    boolean refusesSome() {
        return verdicts.stream().anyMatch(Verdict.Refused.class::isInstance);
    }

    boolean addsSome() {
        return !added.isEmpty();
    }

    /** What is to be added to a bucket. */
    Addition addition(long bucket) {
        boolean begins = !before.begun() || before.bucket() != bucket;
        return new Addition(
                begins ? null : before.head(),
                before.head() + 1,
                List.copyOf(added),
                new Position(bucket, true, head.head(), head.stateSeq()));
    }
}
