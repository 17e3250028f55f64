package dev.parley.core.internal.log;

import dev.parley.core.StoreOptions;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The logs behind the gate, with the newest entries of active conversations in memory: what stands there is served
 * without the store. Thread-safe.
 */
public final class ConversationLog {

    /** The most entries that one call of the store may come to. */
    public static final int ENTRIES = 1_000;

    private final LogStore store;
    private final LogAppender appender;
    private final int kept;
    private final boolean soleNode;
    private final Tails tails;

    /**
     * Makes the log.
     *
     * @param soleNode true when no other node appends to the store, so that a cached tail ends where the log does
     */
    public ConversationLog(
            LogStore store, LogAppender appender, ChatRuntime runtime, StoreOptions options, boolean soleNode) {
        this.store = store;
        this.appender = appender;
        this.kept = options.cachedPerConversation();
        this.soleNode = soleNode;
        this.tails = new Tails(runtime, options.cachedBytes());
    }

    /** Appends; the expectation carries what the grant was judged on. */
    public CompletionStage<AppendResult> append(Append append) {
        return appender.append(append);
    }

    /** The entry that an origin's key was used for. */
    public CompletionStage<Optional<Entry>> find(ConversationId conversation, Origin origin) {
        return store.find(conversation, origin.sender(), origin.key());
    }

    /** Takes over an entry that is in the store; entries of one conversation come in order. */
    public void stored(Entry entry) {
        tails.change(entry.conversation(), tail -> {
            if (tail == null || entry.seq() > tail.head() + 1) {
                return Tail.of(List.of(entry), true);
            }
            return tail.published() ? tail.plus(entry, kept) : tail.endingWith(entry);
        });
    }

    /**
     * Takes over an entry that was found in the store when it was to be appended again. The log may end far behind it, so
     * only who knows what came right before it goes on from there.
     */
    public void found(Entry entry) {
        tails.changeKept(entry.conversation(), tail -> tail.published() ? tail.plus(entry, kept) : tail);
    }

    /** A new entry as it may be shown: an edit that lost the race with a delete says nothing (G20). */
    public CompletionStage<Entry> shown(Entry entry) {
        if (!(entry.body() instanceof EntryBody.Edit edit)) {
            return Stages.done(entry);
        }
        ConversationId id = entry.conversation();
        Tail tail = tails.of(id);
        // A delete stands behind its target, so a tail that reaches back to it and up to the edit has those before the
        // edit.
        CompletionStage<List<Entry>> found =
                tail != null && tail.from() <= edit.target() && tail.head() >= entry.seq() - 1
                        ? Stages.done(tail.entries())
                        : store.modifications(id, List.of(edit.target()));
        return found.thenApply(entries -> {
            boolean gone = entries.stream()
                    .map(Entry::body)
                    .anyMatch(body -> body instanceof EntryBody.Delete && body.target() == edit.target());
            return gone ? entry.withBody(new EntryBody.Edit(edit.target(), null)) : entry;
        });
    }

    /** The highest seq that this node has published, or 0 when it does not know. */
    public long knownHead(ConversationId conversation) {
        Tail tail = tails.of(conversation);
        return tail == null || !tail.published() ? 0 : tail.head();
    }

    /** Whether this node has published an entry. */
    public boolean published(ConversationId conversation, long seq) {
        Tail tail = tails.of(conversation);
        return tail != null && tail.published(seq);
    }

    /** The highest seq of a log. */
    public CompletionStage<Long> head(ConversationId conversation) {
        return end(conversation).thenApply(LogHead::head);
    }

    /** Where a log ends: from memory where that is the truth. */
    public CompletionStage<LogHead> end(ConversationId conversation) {
        Tail tail = soleNode ? tails.of(conversation) : null;
        if (tail != null && tail.published()) {
            return Stages.done(new LogHead(tail.head(), 0)); // members are brought up before an entry gets here
        }
        return heads(List.of(conversation)).thenApply(heads -> heads.getOrDefault(conversation, LogHead.EMPTY));
    }

    /** Where logs end: from the store. */
    public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
        return store.heads(conversations);
    }

    /** Entries that the engine itself needs, whoever may see them; what goes out goes through {@link #read}. */
    public CompletionStage<List<Entry>> unjudged(ConversationId conversation, long low, long high, int limit) {
        return unjudged(List.of(new Stretch(conversation, low, high, limit, RangeEnd.OLDEST)))
                .thenApply(found -> found.get(0));
    }

    /**
     * Entries that the engine itself needs, of several logs at once.
     *
     * @param stretches which; their limits add up to at most {@link #ENTRIES}
     */
    public CompletionStage<List<List<Entry>>> unjudged(List<Stretch> stretches) {
        List<List<Entry>> found = new ArrayList<>(Collections.nCopies(stretches.size(), List.of()));
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            List<Entry> cached = cached(stretches.get(i));
            if (cached == null) {
                missing.add(i);
            } else {
                found.set(i, cached);
            }
        }
        if (missing.isEmpty()) {
            return Stages.done(found);
        }
        return stored(missing.stream().map(stretches::get).toList()).thenApply(read -> {
            for (int i = 0; i < missing.size(); i++) {
                int place = missing.get(i);
                remember(stretches.get(place).conversation(), read.get(i));
                found.set(place, read.get(i));
            }
            return found;
        });
    }

    private CompletionStage<List<List<Entry>>> stored(List<Stretch> stretches) {
        if (stretches.size() > 1) {
            return store.read(stretches);
        }
        Stretch one = stretches.get(0);
        return store.read(one.conversation(), one.from(), one.to(), one.limit(), one.end())
                .thenApply(List::of);
    }

    /**
     * The tail that has what is wanted, and ends where the log does for whom it is wanted; null without one. Whichever node
     * appended it: equal seqs of a log are equal entries.
     */
    @Nullable
    Tail answering(Wanted wanted) {
        Tail tail = tails.of(wanted.grant().conversation());
        if (tail == null || tail.head() != wanted.head()) {
            return null;
        }
        long first = wanted.end() == RangeEnd.OLDEST ? wanted.low() : wanted.high() - wanted.limit() + 1;
        return Math.max(first, wanted.low()) >= tail.from() ? tail : null;
    }

    /** The entries that the grants let see, by ascending seq; at most {@link #ENTRIES} are wanted in all. */
    CompletionStage<List<List<Entry>>> read(List<Wanted> wanted) {
        return finish(wanted.stream().map(JudgedRead::of).toList());
    }

    private CompletionStage<List<List<Entry>>> finish(List<JudgedRead> reads) {
        List<JudgedRead> open = reads.stream().filter(JudgedRead::open).toList();
        if (open.isEmpty()) {
            return Stages.done(reads.stream().map(JudgedRead::entries).toList());
        }
        List<Stretch> stretches = open.stream().map(JudgedRead::next).toList();
        return unjudged(stretches).thenCompose(found -> {
            for (int i = 0; i < open.size(); i++) {
                warm(stretches.get(i), found.get(i), open.get(i).head());
            }
            Iterator<List<Entry>> more = found.iterator();
            return finish(reads.stream()
                    .map(each -> each.open() ? each.with(more.next()) : each)
                    .toList());
        });
    }

    private @Nullable List<Entry> cached(Stretch stretch) {
        Tail tail = tails.of(stretch.conversation());
        if (tail == null) {
            return null;
        }
        boolean all = stretch.to() - stretch.from() < stretch.limit();
        return tail.slice(
                all || stretch.end() == RangeEnd.OLDEST ? stretch.from() : stretch.to() - stretch.limit() + 1,
                all || stretch.end() == RangeEnd.NEWEST ? stretch.to() : stretch.from() + stretch.limit() - 1);
    }

    /** Puts what was read in front of the tail that it touches. */
    private void remember(ConversationId id, List<Entry> read) {
        if (!read.isEmpty()) {
            tails.changeKept(id, tail -> tail.after(read, kept));
        }
    }

    /** What reaches up to where a log ended becomes its tail: after a restart, many come and read just that. */
    private void warm(Stretch stretch, List<Entry> read, long head) {
        if (read.isEmpty() || read.size() > kept || read.get(read.size() - 1).seq() != head) {
            return;
        }
        tails.change(stretch.conversation(), tail -> {
            boolean better = tail == null || (!tail.published() && tail.head() < head);
            return better ? Tail.of(read, false) : tail;
        });
    }

    /**
     * The edits, deletes and reactions of messages, by ascending seq; at least all up to a head of each conversation.
     *
     * @param targets the messages, at most {@link #ENTRIES} in all; a conversation without any is left out
     * @param current whether the heads are those at the reader's own beginning: then whatever was acked before lies below
     *     them. From a tail, nothing behind a head need come; elsewhere than on a sole node, the store knows more.
     */
    CompletionStage<Map<ConversationId, List<Entry>>> modifications(
            Map<ConversationId, Set<Long>> targets, Map<ConversationId, Long> heads, boolean current) {
        Map<ConversationId, List<Entry>> found = new HashMap<>();
        Map<ConversationId, Set<Long>> missing = new LinkedHashMap<>();
        targets.forEach((conversation, seqs) -> {
            List<Entry> cached = current || soleNode
                    ? cached(conversation, seqs, heads.getOrDefault(conversation, Long.MAX_VALUE))
                    : null;
            if (cached == null) {
                missing.put(conversation, seqs);
            } else {
                found.put(conversation, cached);
            }
        });
        if (missing.isEmpty()) {
            return Stages.done(found);
        }
        return stored(missing).thenApply(read -> {
            found.putAll(read);
            return found;
        });
    }

    private CompletionStage<Map<ConversationId, List<Entry>>> stored(Map<ConversationId, Set<Long>> targets) {
        if (targets.size() > 1) {
            return store.modifications(targets);
        }
        return Stages.each(targets, store::modifications);
    }

    private @Nullable List<Entry> cached(ConversationId conversation, Set<Long> targets, long head) {
        Tail tail = tails.of(conversation);
        if (tail == null || Collections.min(targets) < tail.from() || tail.head() < head) {
            return null;
        }
        // A modification stands behind its target, so the tail has all of them. One that ends before the head does
        // not: what was just stored is not in it yet.
        return tail.entries().stream()
                .filter(entry -> targets.contains(entry.body().target()))
                .toList();
    }
}
