package dev.parley.store.cassandra.internal.log;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.ConversationPage;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.DatabaseStore;
import dev.parley.store.cassandra.internal.db.Failures;
import dev.parley.store.cassandra.internal.db.Futures;
import dev.parley.store.cassandra.internal.row.Key;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The logs, in buckets: docs/decisions/0043. Thread-safe. */
public final class CassandraLogStore extends DatabaseStore implements LogStore {

    private final LogParts log;
    private final Lanes lanes;
    private final UnreadCount unread;

    public CassandraLogStore(Database database) {
        super(database);
        log = LogParts.of(database);
        lanes = new Lanes(log);
        unread = new UnreadCount(log.reader(), log.modifications());
    }

    @Override
    public CompletionStage<List<AppendResult>> append(List<Append> batch) {
        List<Lanes.Waiting> all = batch.stream().map(Lanes.Waiting::of).toList();
        return database.write(() -> {
            Map<ConversationId, List<Lanes.Waiting>> byLog = new LinkedHashMap<>();
            all.forEach(each -> byLog.computeIfAbsent(each.append().conversation(), id -> new ArrayList<>())
                    .add(each));
            byLog.forEach(lanes::submit);
            CompletionStage<?> ended = CompletableFuture.allOf(
                    all.stream().map(Lanes.Waiting::result).toArray(CompletableFuture<?>[]::new));
            CompletableFuture<List<AppendResult>> whole = new CompletableFuture<>();
            ended.whenComplete((done, failure) -> {
                if (failure == null) {
                    whole.complete(
                            all.stream().map(each -> each.result().join()).toList());
                } else {
                    whole.completeExceptionally(failureOf(all));
                }
            });
            return whole;
        });
    }

    /** A failure speaks for all: only when none was appended is nothing stored. */
    private static Throwable failureOf(List<Lanes.Waiting> all) {
        List<Throwable> failures = all.stream()
                .map(Lanes.Waiting::result)
                .filter(CompletableFuture::isCompletedExceptionally)
                .map(each -> Failures.unwrap(
                        each.handle((result, failure) -> failure).join()))
                .toList();
        boolean someWereAppended = failures.size() < all.size();
        return failures.stream()
                .filter(each -> each instanceof ChatException ours && ours.code() == ErrorCode.OUTCOME_UNKNOWN)
                .findFirst()
                .orElseGet(() -> someWereAppended ? Failures.unknown(failures.get(0)) : failures.get(0));
    }

    @Override
    public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
        List<ConversationId> asked = conversations.stream().distinct().toList();
        return database.read(() -> Futures.each(asked, log.ends()::current).thenApply(ends -> {
            Map<ConversationId, LogHead> heads = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                heads.put(asked.get(i), ends.get(i).logHead());
            }
            return heads;
        }));
    }

    @Override
    public CompletionStage<List<Entry>> read(ConversationId conversation, long from, long to, int limit, RangeEnd end) {
        return database.read(() -> log.reader().read(new Stretch(conversation, from, to, limit, end)));
    }

    @Override
    public CompletionStage<List<List<Entry>>> read(List<Stretch> stretches) {
        List<Stretch> asked = List.copyOf(stretches);
        return database.read(() -> Futures.each(asked, log.reader()::read));
    }

    @Override
    public CompletionStage<List<Entry>> modifications(ConversationId conversation, Collection<Long> targets) {
        List<Long> asked = List.copyOf(targets);
        return database.read(() -> log.modifications().of(conversation, asked));
    }

    @Override
    public CompletionStage<Map<ConversationId, List<Entry>>> modifications(
            Map<ConversationId, ? extends Collection<Long>> targets) {
        Map<ConversationId, List<Long>> asked = new LinkedHashMap<>();
        targets.forEach((conversation, own) -> asked.put(conversation, List.copyOf(own)));
        List<ConversationId> order = List.copyOf(asked.keySet());
        return database.read(() -> Futures.each(
                        order, each -> log.modifications().of(each, asked.getOrDefault(each, List.of())))
                .thenApply(entries -> {
                    Map<ConversationId, List<Entry>> found = new LinkedHashMap<>();
                    for (int i = 0; i < order.size(); i++) {
                        found.put(order.get(i), entries.get(i));
                    }
                    return found;
                }));
    }

    @Override
    public CompletionStage<Optional<Entry>> find(ConversationId conversation, UserId sender, String key) {
        Key asked = new Key(sender.value(), key);
        return database.read(() -> log.claims()
                .buckets(conversation, asked)
                .thenCombine(
                        log.ends().current(conversation),
                        (claimed, end) -> Stream.concat(claimed.stream(), Stream.of(end.bucket()))
                                .distinct()
                                .toList())
                .thenCompose(buckets -> log.claims().find(conversation, asked, buckets))
                .thenCompose(row -> row.isPresent()
                        ? log.reader()
                                .at(conversation, row.get().bucket(), row.get().at())
                                .thenApply(Optional::of)
                        : CompletableFuture.completedFuture(Optional.empty())));
    }

    @Override
    public CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit) {
        return database.read(() -> log.table().logs(cursor, limit));
    }

    @Override
    public CompletionStage<List<Unread>> unread(UserId user, List<UnreadRange> ranges) {
        List<UnreadRange> asked = List.copyOf(ranges);
        return database.read(() -> Futures.each(asked, range -> unread.count(user, range)));
    }

    @Override
    public void reaches(ConversationId conversation, long seq) {
        log.ends().reaches(conversation, seq);
    }
}
