package dev.parley.core.internal.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.StoreOptions;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The logs behind the gate, with the newest entries of active conversations in memory: what stands there is served
 * without the store. Thread-safe.
 */
public final class ConversationLog {

    private final LogStore store;
    private final LogAppender appender;
    private final int kept;
    private final boolean soleNode;
    private final Cache<ConversationId, Tail> tails;

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
        this.tails = Caffeine.newBuilder()
                .maximumWeight(options.cachedBytes())
                .weigher((ConversationId id, Tail tail) -> tail.weight())
                .executor(runtime.executor())
                .build();
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
        tails.asMap().compute(entry.conversation(), (id, tail) -> {
            if (tail == null || entry.seq() > tail.head() + 1) {
                return Tail.of(List.of(entry));
            }
            return tail.plus(entry, kept);
        });
    }

    /** A new entry as it may be shown: an edit that lost the race with a delete says nothing (G20). */
    public CompletionStage<Entry> shown(Entry entry) {
        if (!(entry.body() instanceof EntryBody.Edit edit)) {
            return Stages.done(entry);
        }
        ConversationId id = entry.conversation();
        Tail tail = tails.getIfPresent(id);
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
        Tail tail = tails.getIfPresent(conversation);
        return tail == null ? 0 : tail.head();
    }

    /** The highest seq of a log. */
    public CompletionStage<Long> head(ConversationId conversation) {
        return end(conversation).thenApply(LogHead::head);
    }

    /** Where a log ends: from memory where that is the truth. */
    public CompletionStage<LogHead> end(ConversationId conversation) {
        Tail tail = soleNode ? tails.getIfPresent(conversation) : null;
        if (tail != null) {
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
        return entries(conversation, low, high, limit, RangeEnd.OLDEST);
    }

    /** The entries of a stretch that the grant lets see, by ascending seq. */
    public CompletionStage<List<Entry>> read(Grant grant, long low, long high, int limit, RangeEnd end) {
        List<Grant.Range> ranges = new ArrayList<>(grant.visible(low, high));
        if (end == RangeEnd.NEWEST) {
            Collections.reverse(ranges);
        }
        return read(grant.conversation(), ranges, limit, end, List.of());
    }

    private CompletionStage<List<Entry>> read(
            ConversationId id, List<Grant.Range> ranges, int limit, RangeEnd end, List<Entry> read) {
        if (ranges.isEmpty() || read.size() >= limit) {
            return Stages.done(read);
        }
        Grant.Range range = ranges.get(0);
        return entries(id, range.low(), range.high(), limit - read.size(), end).thenCompose(more -> {
            List<Entry> all = new ArrayList<>(end == RangeEnd.NEWEST ? more : read);
            all.addAll(end == RangeEnd.NEWEST ? read : more);
            return read(id, ranges.subList(1, ranges.size()), limit, end, all);
        });
    }

    private CompletionStage<List<Entry>> entries(ConversationId id, long low, long high, int limit, RangeEnd end) {
        long first = end == RangeEnd.NEWEST ? Math.max(low, high - limit + 1) : low;
        long last = end == RangeEnd.OLDEST && high - low >= limit ? low + limit - 1 : high;
        List<Entry> cached = cached(id, first, last);
        if (cached != null) {
            return Stages.done(cached);
        }
        return store.read(id, low, high, limit, end).thenApply(read -> {
            remember(id, read);
            return read;
        });
    }

    private @Nullable List<Entry> cached(ConversationId id, long low, long high) {
        Tail tail = tails.getIfPresent(id);
        return tail == null ? null : tail.slice(low, high);
    }

    /** Puts what was read in front of the tail that it touches. */
    private void remember(ConversationId id, List<Entry> read) {
        if (read.isEmpty()) {
            return;
        }
        tails.asMap().computeIfPresent(id, (key, tail) -> {
            long low = read.get(0).seq();
            long high = read.get(read.size() - 1).seq();
            int room = kept - tail.entries().size();
            if (low >= tail.from() || high < tail.from() - 1 || room <= 0) {
                return tail;
            }
            List<Entry> before = read.subList(0, (int) (tail.from() - low));
            List<Entry> grown = new ArrayList<>(before.subList(Math.max(0, before.size() - room), before.size()));
            grown.addAll(tail.entries());
            return Tail.of(grown);
        });
    }

    /** The edits, deletes and reactions of some messages, by ascending seq; at least all up to a head. */
    CompletionStage<List<Entry>> modifications(ConversationId id, Collection<Long> targets, long head) {
        Tail tail = tails.getIfPresent(id);
        long lowest = targets.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        if (targets.isEmpty()) {
            return Stages.done(List.of());
        }
        if (soleNode && tail != null && lowest >= tail.from() && tail.head() >= head) {
            // A modification stands behind its target, so the tail has all of them. One that ends before the head does
            // not: what was just stored is not in it yet.
            return Stages.done(tail.entries().stream()
                    .filter(entry -> entry.body().target() > 0
                            && targets.contains(entry.body().target()))
                    .toList());
        }
        return store.modifications(id, targets);
    }
}
