package dev.parley.core.memory;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.UserId;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The log of one conversation, behind its own lock. */
final class ConversationLog {

    private record Key(UserId sender, String key) {
        static Key of(NewEntry entry) {
            return new Key(entry.origin().sender(), entry.origin().key());
        }
    }

    private record Made(Entry entry, String fingerprint) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final ConversationId conversation;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Key, Made> byKey = new HashMap<>();
    private final Map<Long, List<Long>> modifiersByTarget = new HashMap<>();
    private final Set<Long> deleted = new HashSet<>();
    private long stateSeq;

    ConversationLog(ConversationId conversation) {
        this.conversation = conversation;
    }

    AppendResult append(Append append) {
        return locked(() -> {
            @Nullable Made made = byKey.get(Key.of(append.last()));
            if (made != null) {
                return made.fingerprint().equals(append.last().fingerprint())
                        ? new AppendResult.Duplicate(made.entry())
                        : new AppendResult.KeyReused(made.entry());
            }
            LogHead head = currentHead();
            if (companionTaken(append.entries()) || !append.expectation().holds(head)) {
                return new AppendResult.Conflict(head);
            }
            append.entries().forEach(this::add);
            return new AppendResult.Appended(head.head() + 1);
        });
    }

    /** Whether one of the entries before the last one has a key that is used. */
    private boolean companionTaken(List<NewEntry> entries) {
        for (int i = 0; i < entries.size() - 1; i++) {
            if (byKey.containsKey(Key.of(entries.get(i)))) {
                return true;
            }
        }
        return false;
    }

    private void add(NewEntry fresh) {
        long seq = entries.size() + 1L;
        EntryBody body = fresh.body();
        Entry entry = new Entry(conversation, seq, fresh.id(), fresh.origin(), fresh.time(), body);
        entries.add(entry);
        byKey.put(Key.of(fresh), new Made(entry, fresh.fingerprint()));
        if (body.changesConversation()) {
            stateSeq = seq;
        }
        if (body.target() != 0) {
            modifiersByTarget
                    .computeIfAbsent(body.target(), target -> new ArrayList<>(1))
                    .add(seq);
        }
        if (body instanceof EntryBody.Delete) {
            deleted.add(body.target());
        }
    }

    LogHead head() {
        return locked(this::currentHead);
    }

    List<Entry> read(long from, long to, int limit, RangeEnd end) {
        return locked(() -> {
            long first = Math.max(from, 1);
            long last = Math.min(to, entries.size());
            if (first > last) {
                return List.of();
            }
            if (last - first >= limit) {
                if (end == RangeEnd.OLDEST) {
                    last = first + limit - 1;
                } else {
                    first = last - limit + 1;
                }
            }
            return List.copyOf(entries.subList((int) first - 1, (int) last));
        });
    }

    List<Entry> modifications(Collection<Long> targets) {
        return locked(() -> {
            TreeSet<Long> seqs = new TreeSet<>();
            targets.forEach(target -> seqs.addAll(modifiersByTarget.getOrDefault(target, List.of())));
            return seqs.stream().map(this::at).toList();
        });
    }

    Optional<Entry> find(UserId sender, String key) {
        return locked(() -> {
            @Nullable Made made = byKey.get(new Key(sender, key));
            return made == null ? Optional.empty() : Optional.of(made.entry());
        });
    }

    Unread unread(UserId user, UnreadRange range) {
        return locked(() -> {
            int messages = 0;
            int mentions = 0;
            long last = Math.min(range.upTo(), entries.size());
            for (long seq = Math.max(range.after(), 0); seq < last && messages < range.cap(); seq++) {
                Entry entry = at(seq + 1);
                if (entry.body() instanceof EntryBody.Posted posted
                        && !entry.origin().sender().equals(user)
                        && !deleted.contains(entry.seq())) {
                    messages++;
                    if (posted.body().mentions().contains(user)) {
                        mentions++;
                    }
                }
            }
            return new Unread(messages, mentions, messages == range.cap());
        });
    }

    private LogHead currentHead() {
        return new LogHead(entries.size(), stateSeq);
    }

    private Entry at(long seq) {
        return entries.get((int) seq - 1);
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
