package dev.parley.presence.redis.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.ConversationPage;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.presence.redis.RedisLogCacheOptions;
import dev.parley.presence.redis.internal.Redis;
import dev.parley.view.Unread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A store of logs of which the newest entries are kept in Redis, too. A stretch is answered from there when each of its seqs
 * is: an entry never changes and a log has no hole, so nothing else can be the answer. Everything else is the store's, above
 * all where a log ends. Thread-safe.
 */
public final class CachedLogStore implements LogStore {

    /** Of how many conversations it is remembered how far they have got. */
    private static final int KNOWN = 50_000;

    private final LogStore store;
    private final RecentEntries recent;
    private final int kept;

    /** How far logs have got, as far as this node has heard: what lies far behind is not in Redis. */
    private final Cache<ConversationId, Long> ends =
            Caffeine.newBuilder().maximumSize(KNOWN).executor(Runnable::run).build();

    /** Puts Redis beside a store. */
    public CachedLogStore(LogStore store, Redis redis, RedisLogCacheOptions options, Seal seal, Tally tally) {
        this.store = store;
        this.recent = new RecentEntries(redis, options, seal, tally);
        this.kept = options.entries();
    }

    @Override
    public CompletionStage<List<AppendResult>> append(List<Append> batch) {
        return store.append(batch).thenApply(results -> {
            if (recent.answers() && results.size() == batch.size()) {
                recent.quietly(() -> recent.put(newest(appended(batch, results))));
            }
            return results;
        });
    }

    private static Map<ConversationId, Map<Long, Entry>> appended(List<Append> batch, List<AppendResult> results) {
        Map<ConversationId, Map<Long, Entry>> appended = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            if (results.get(i) instanceof AppendResult.Appended done) {
                Append append = batch.get(i);
                addAll(append, done, appended.computeIfAbsent(append.conversation(), id -> new TreeMap<>()));
            }
        }
        return appended;
    }

    private static void addAll(Append append, AppendResult.Appended done, Map<Long, Entry> entries) {
        long seq = done.firstSeq();
        for (NewEntry entry : append.entries()) {
            Instant time = Instant.ofEpochMilli(entry.time().toEpochMilli());
            entries.put(seq, new Entry(append.conversation(), seq, entry.id(), entry.origin(), time, entry.body()));
            seq++;
        }
    }

    /** What is among the newest. */
    private Map<ConversationId, Collection<Entry>> newest(Map<ConversationId, Map<Long, Entry>> bySeq) {
        Map<ConversationId, Collection<Entry>> newest = new LinkedHashMap<>();
        bySeq.forEach((conversation, entries) -> {
            long last = Collections.max(entries.keySet());
            long end = reached(conversation, last);
            List<Entry> some = entries.values().stream()
                    .filter(entry -> entry.seq() > end - kept)
                    .toList();
            if (!some.isEmpty()) {
                newest.put(conversation, some);
            }
        });
        return newest;
    }

    /** How far a log has got, now that it is known to have got to a seq. */
    private long reached(ConversationId conversation, long seq) {
        Long end = ends.asMap().merge(conversation, seq, Math::max);
        return end == null ? seq : end;
    }

    @Override
    public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
        return store.heads(conversations).thenApply(heads -> {
            heads.forEach((conversation, end) -> {
                if (end.head() > 0) {
                    reached(conversation, end.head());
                }
            });
            return heads;
        });
    }

    @Override
    public CompletionStage<List<Entry>> read(ConversationId conversation, long from, long to, int limit, RangeEnd end) {
        Optional<Span> span = span(new Stretch(conversation, from, to, limit, end));
        if (span.isEmpty()) {
            return store.read(conversation, from, to, limit, end);
        }
        return recent.read(List.of(span.get()))
                .thenCompose(found -> found.get(0)
                        .map(entries -> (CompletionStage<List<Entry>>) CompletableFuture.completedFuture(told(entries)))
                        .orElseGet(() -> store.read(conversation, from, to, limit, end)
                                .thenApply(entries -> {
                                    remember(List.of(entries));
                                    return entries;
                                })));
    }

    @Override
    public CompletionStage<List<List<Entry>>> read(List<Stretch> stretches) {
        List<Span> spans = new ArrayList<>();
        Set<Integer> places = new LinkedHashSet<>();
        for (int i = 0; i < stretches.size(); i++) {
            Optional<Span> span = span(stretches.get(i));
            if (span.isPresent()) {
                spans.add(span.get());
                places.add(i);
            }
        }
        if (spans.isEmpty()) {
            return store.read(stretches);
        }
        return recent.read(spans).thenCompose(found -> {
            Map<Integer, List<Entry>> answers = new HashMap<>();
            Iterator<Optional<List<Entry>>> next = found.iterator();
            places.forEach(place -> next.next().ifPresent(entries -> answers.put(place, told(entries))));
            return completed(stretches, answers, places);
        });
    }

    /** Tells the store what it would have seen, had it been read there. */
    private List<Entry> told(List<Entry> read) {
        if (!read.isEmpty()) {
            Entry last = read.get(read.size() - 1);
            store.reaches(last.conversation(), last.seq());
        }
        return read;
    }

    /** Asks the store for what is not answered yet. */
    private CompletionStage<List<List<Entry>>> completed(
            List<Stretch> stretches, Map<Integer, List<Entry>> answers, Set<Integer> asked) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i++) {
            if (!answers.containsKey(i)) {
                missing.add(i);
            }
        }
        CompletionStage<List<List<Entry>>> read = missing.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : store.read(missing.stream().map(stretches::get).toList());
        return read.thenApply(found -> {
            List<List<Entry>> recently = new ArrayList<>();
            for (int i = 0; i < missing.size(); i++) {
                answers.put(missing.get(i), found.get(i));
                if (asked.contains(missing.get(i))) {
                    recently.add(found.get(i));
                }
            }
            remember(recently);
            List<List<Entry>> all = new ArrayList<>(stretches.size());
            for (int i = 0; i < stretches.size(); i++) {
                all.add(answers.getOrDefault(i, List.of()));
            }
            return all;
        });
    }

    /** What Redis is to be asked for; empty when it cannot have it, or does not answer these days. */
    private Optional<Span> span(Stretch stretch) {
        if (!recent.answers()) {
            return Optional.empty();
        }
        Long end = ends.getIfPresent(stretch.conversation());
        return Span.of(stretch, kept).filter(span -> end == null || span.low() > end - kept);
    }

    private void remember(List<List<Entry>> read) {
        if (recent.answers()) {
            Map<ConversationId, Map<Long, Entry>> bySeq = new LinkedHashMap<>();
            read.forEach(entries ->
                    entries.forEach(entry -> bySeq.computeIfAbsent(entry.conversation(), id -> new TreeMap<>())
                            .put(entry.seq(), entry)));
            recent.quietly(() -> recent.fill(newest(bySeq)));
        }
    }

    @Override
    public CompletionStage<List<Entry>> modifications(ConversationId conversation, Collection<Long> targets) {
        return store.modifications(conversation, targets);
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Entry>>> modifications(
            Map<ConversationId, ? extends Collection<Long>> targets) {
        return store.modifications(targets);
    }

    @Override
    public CompletionStage<Optional<Entry>> find(ConversationId conversation, UserId sender, String key) {
        return store.find(conversation, sender, key);
    }

    @Override
    public CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit) {
        return store.conversations(cursor, limit);
    }

    @Override
    public CompletionStage<List<Unread>> unread(UserId user, List<UnreadRange> ranges) {
        return store.unread(user, ranges);
    }

    @Override
    public boolean movesRows() {
        return store.movesRows();
    }

    @Override
    public String durability() {
        return store.durability();
    }

    @Override
    public Object database() {
        return store.database();
    }

    @Override
    public CompletionStage<Void> check() {
        return store.check();
    }

    @Override
    public void reaches(ConversationId conversation, long seq) {
        store.reaches(conversation, seq);
    }
}
