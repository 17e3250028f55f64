package dev.parley.store.cassandra.internal.log;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.store.cassandra.internal.db.Failures;
import dev.parley.store.cassandra.internal.db.Futures;
import dev.parley.store.cassandra.internal.row.Key;
import dev.parley.store.cassandra.internal.row.KeyRow;
import dev.parley.store.cassandra.internal.row.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one log, in one conditional batch: claims the keys, judges on the head as it is remembered, tries, and tries
 * again with what the refusal says. Confined to one thread at a time.
 */
final class Run {

    private static final int ATTEMPTS = 40;
    private static final long LEAST_PAUSE_MICROS = 1_000;
    private static final long MOST_PAUSE_MICROS = 200_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    private final LogParts log;
    private final ConversationId conversation;
    private final List<Append> appends;
    private final List<List<Prepared>> entries;
    private final List<Prepared> all;
    private final Map<Key, KeyRow> known = new HashMap<>();
    private @Nullable Long claimed;
    private @Nullable Position verified;
    private boolean tried;
    private int attempts;

    Run(LogParts log, ConversationId conversation, List<Append> appends, List<List<Prepared>> entries) {
        this.log = log;
        this.conversation = conversation;
        this.appends = appends;
        this.entries = entries;
        all = entries.stream().flatMap(List::stream).toList();
    }

    /** One result for each append. */
    CompletionStage<List<AppendResult>> go() {
        CompletableFuture<List<AppendResult>> result = new CompletableFuture<>();
        log.ends().known(conversation).thenCompose(this::on).whenComplete((results, failure) -> {
            if (failure == null) {
                result.complete(results);
            } else {
                result.completeExceptionally(tried ? Failures.unknown(failure) : Failures.ofRead(failure));
            }
        });
        return result;
    }

    private CompletionStage<List<AppendResult>> on(Position position) {
        if (attempts++ >= ATTEMPTS) {
            return CompletableFuture.failedFuture(
                    new ChatException(ErrorCode.OVERLOADED, "too many append to " + conversation + " at once"));
        }
        long bucket = log.buckets().next(position.head());
        if (claimed == null || claimed != bucket) {
            return claim(position, bucket).thenCompose(done -> judge(position, bucket));
        }
        return judge(position, bucket);
    }

    /** Whoever knows that a bucket is current claims its keys there, and then learns where else they were used. */
    private CompletionStage<?> claim(Position position, long bucket) {
        List<CompletionStage<?>> parts = new ArrayList<>();
        parts.add(Futures.each(all, each -> log.claims().claim(conversation, each.key(), bucket))
                .thenAccept(rows -> rows.forEach(row -> row.ifPresent(this::know))));
        parts.add(Futures.each(
                all.stream().filter(each -> each.target() > 0).toList(),
                each -> log.modifications().announce(conversation, each, bucket).thenApply(done -> true)));
        if (position.begun() && bucket != position.bucket()) {
            parts.add(log.ends().point(conversation, bucket, position.bucket()));
        }
        return CompletableFuture.allOf(
                        parts.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new))
                .thenAccept(done -> claimed = bucket);
    }

    private void know(KeyRow row) {
        known.put(row.key(), row);
    }

    private CompletionStage<List<AppendResult>> judge(Position position, long bucket) {
        Judgement judgement = new Judgement(conversation, known, position, tried);
        for (int i = 0; i < appends.size(); i++) {
            judgement.judge(appends.get(i), entries.get(i));
        }
        if (judgement.refusesSome() && !position.equals(verified)) {
            return verify();
        }
        if (!judgement.addsSome()) {
            return results(judgement.verdicts());
        }
        return attempt(position, bucket, judgement);
    }

    /** A refusal is judged on the log as it is, not as it is remembered; and a key comes before what is expected. */
    private CompletionStage<List<AppendResult>> verify() {
        return log.ends()
                .current(conversation)
                .thenCompose(
                        position -> keysIn(log.buckets().next(position.head())).thenCompose(done -> {
                            verified = position;
                            return on(position);
                        }));
    }

    private CompletionStage<?> keysIn(long bucket) {
        return Futures.each(all, each -> log.table().key(conversation, bucket, each.key(), false))
                .thenAccept(rows -> rows.forEach(row -> row.ifPresent(this::know)));
    }

    private CompletionStage<List<AppendResult>> attempt(Position position, long bucket, Judgement judgement) {
        Addition addition = judgement.addition(bucket);
        return log.table()
                .append(conversation, bucket, addition)
                .handle((answer, failure) -> failure == null
                        ? answer.wasApplied() ? applied(addition, judgement) : refused(answer, position, bucket)
                        : unanswered(failure, bucket))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<List<AppendResult>> unanswered(Throwable failure, long bucket) {
        if (Failures.nothingWasProposed(failure)) {
            return CompletableFuture.failedFuture(Failures.unwrap(failure));
        }
        tried = true;
        return resolve(bucket);
    }

    private CompletionStage<List<AppendResult>> applied(Addition addition, Judgement judgement) {
        tried = true;
        log.ends().learn(conversation, addition.after());
        long seq = addition.firstSeq();
        for (Prepared each : addition.entries()) {
            if (each.target() > 0) {
                log.modifications().confirm(conversation, each, addition.after().bucket(), seq);
            }
            seq++;
        }
        return results(judgement.verdicts());
    }

    /** The answer holds the rows that were in the way: keys that are there already, and the head as it is. */
    private CompletionStage<List<AppendResult>> refused(AsyncResultSet answer, Position expected, long bucket) {
        boolean keys = false;
        Position seen = null;
        // Without any row in the way there are no columns of one.
        if (answer.getColumnDefinitions().contains("head")) {
            for (Row row : answer.currentPage()) {
                if (!row.isNull("at")) {
                    know(KeyRow.read(row));
                    keys = true;
                }
                seen = LogTable.position(row).orElse(seen);
            }
        }
        if (expected.begun() && expected.bucket() == bucket && (seen == null || seen.head() < expected.head())) {
            log.ends().forget(conversation, expected);
            seen = null;
        }
        if (seen == null || log.buckets().next(seen.head()) != bucket) {
            // The bucket has not begun, or is full: it takes a look to know where the log ends now.
            return log.database()
                    .after(pause(), () -> log.ends().current(conversation).thenCompose(this::on));
        }
        Position end = seen;
        log.ends().learn(conversation, end);
        return keys
                ? on(end)
                : log.database().after(pause(), () -> on(log.ends().later(conversation, end)));
    }

    /** Nobody said what became of the batch: a serial read ends it, one way or the other, if it has reached a replica. */
    private CompletionStage<List<AppendResult>> resolve(long bucket) {
        return settled(bucket)
                .thenCompose(position ->
                        keysIn(bucket).thenCompose(done -> log.database().after(pause(), () -> on(position))));
    }

    /** One look more when the first fails: what lost the answer was perhaps one connection, which is being replaced. */
    private CompletionStage<Position> settled(long bucket) {
        return log.ends()
                .settled(conversation, bucket)
                .handle((position, failure) -> failure == null
                        ? CompletableFuture.completedFuture(position)
                        : log.database().after(LOOK_AGAIN, () -> log.ends().settled(conversation, bucket)))
                .thenCompose(stage -> stage);
    }

    private Duration pause() {
        long most = Math.min(MOST_PAUSE_MICROS, LEAST_PAUSE_MICROS << Math.min(attempts, 10));
        return Duration.ofNanos(1_000 * ThreadLocalRandom.current().nextLong(LEAST_PAUSE_MICROS / 2, most));
    }

    private CompletionStage<List<AppendResult>> results(List<Verdict> verdicts) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            places.add(i);
        }
        return Futures.each(places, place -> result(verdicts.get(place), appends.get(place)));
    }

    private CompletionStage<AppendResult> result(Verdict verdict, Append append) {
        if (verdict instanceof Verdict.Added added) {
            return CompletableFuture.completedFuture(new AppendResult.Appended(added.firstSeq()));
        } else if (verdict instanceof Verdict.Refused refused) {
            return CompletableFuture.completedFuture(new AppendResult.Conflict(refused.head()));
        } else if (verdict instanceof Verdict.Same same) {
            boolean equal = same.fingerprint().equals(append.last().fingerprint());
            return CompletableFuture.completedFuture(stored(same.entry(), equal));
        }
        KeyRow row = ((Verdict.Used) verdict).row();
        return log.reader()
                .at(conversation, row.bucket(), row.at())
                .thenApply(entry -> stored(entry, row.means(append.last())));
    }

    private static AppendResult stored(Entry entry, boolean equal) {
        return equal ? new AppendResult.Duplicate(entry) : new AppendResult.KeyReused(entry);
    }
}
