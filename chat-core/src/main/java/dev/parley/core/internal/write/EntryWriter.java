package dev.parley.core.internal.write;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.access.Roster;
import dev.parley.core.internal.access.Rosters;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.exec.Unfinished;
import dev.parley.core.internal.fanout.Publisher;
import dev.parley.core.internal.id.EntryIds;
import dev.parley.core.internal.id.Fingerprints;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends, publishes, acks. An empty answer means that the conversation changed after the writer had judged access: judge
 * again. Thread-safe.
 */
public final class EntryWriter {

    /** How often access is judged anew before the client has to try again. */
    private static final int JUDGEMENTS = 8;

    /** No log ends here, so such an append only tells whether its key is known. */
    private static final Expectation NEVER = Expectation.head(-1);

    private final ConversationLog log;
    private final Rosters rosters;
    private final Publisher publisher;
    private final EntryIds ids;
    private final ChatRuntime runtime;
    private final FailureListener failures;
    /** Entries that may be in the log and that not everybody was told of; the name is all there is to know. */
    private final Unfinished<Unpublished, Boolean> unpublished;

    private record Unpublished(ConversationId conversation, Origin origin) {}

    public EntryWriter(
            ConversationLog log,
            Rosters rosters,
            Publisher publisher,
            EntryIds ids,
            ChatRuntime runtime,
            FailureListener failures) {
        this.log = log;
        this.rosters = rosters;
        this.publisher = publisher;
        this.ids = ids;
        this.runtime = runtime;
        this.failures = failures;
        this.unpublished = new Unfinished<>(runtime.scheduler(), (one, other) -> one, (entry, any) -> publish(entry));
    }

    /** What was not told to everybody so far, others find out by themselves. */
    public void close() {
        unpublished.close();
    }

    private CompletionStage<Boolean> publish(Unpublished unfinished) {
        return log.find(unfinished.conversation(), unfinished.origin())
                .thenCompose(stored -> stored.isEmpty()
                        ? Stages.done(false)
                        : publisher.appended(List.of(stored.get()), Publisher.Source.FOUND));
    }

    /** Hears what came of an append and its publishing: what may be stored and was not told is told later. */
    void outcome(Append append, @Nullable Throwable failure) {
        if (failure != null && Stages.failedWith(failure, ErrorCode.OUTCOME_UNKNOWN)) {
            append.entries().forEach(entry -> unpublished.add(name(append.conversation(), entry.origin()), true));
        } else if (failure == null && !unpublished.isEmpty()) {
            append.entries()
                    .forEach(entry -> unpublished.settle(name(append.conversation(), entry.origin()), any -> true));
        }
    }

    private static Unpublished name(ConversationId conversation, Origin origin) {
        return new Unpublished(conversation, origin);
    }

    /** The append of one entry: what was submitted, or what an interceptor made of it. */
    public Append append(Writing writing, Expectation expectation, EntryBody body) {
        return new Append(writing.conversation(), expectation, List.of(entry(writing, body)));
    }

    /** The append of a message, judged on a roster. */
    public Append message(Writing writing, Roster roster, EntryBody.Posted body) {
        return new Append(
                writing.conversation(),
                Expectation.state(roster.stateSeq()),
                List.of(entry(writing, body)),
                publisher.rowsOf(roster));
    }

    /** The append of a conversation's creation and its first message. */
    public Append begin(Writing writing, NewEntry created, EntryBody.Posted body, Collection<UserId> members) {
        return new Append(
                writing.conversation(),
                Expectation.head(0),
                List.of(created, entry(writing, body)),
                publisher.rowsOf(members));
    }

    /** An entry with a fresh id. */
    public NewEntry entry(Writing writing, EntryBody body) {
        return new NewEntry(ids.next(), writing.origin(), writing.fingerprint(), now(), body);
    }

    /** An entry that goes before another one of the same submission, under a key of its own. */
    public NewEntry companion(Writing writing, String key, EntryBody body) {
        Origin origin = new Origin(writing.origin().sender(), writing.origin().device(), key);
        return new NewEntry(ids.next(), origin, Fingerprints.of(body), now(), body);
    }

    /** Appends what {@code judge} prepares, as often as the conversation changes under its hands. */
    public CompletionStage<Result.Ack> write(Writing writing, Supplier<CompletionStage<Append>> judge) {
        return write(writing, judge, 1);
    }

    private CompletionStage<Result.Ack> write(Writing writing, Supplier<CompletionStage<Append>> judge, int number) {
        return judged(writing, judge)
                .thenCompose(append -> log.append(append)
                        .thenCompose(result -> accept(append, result))
                        .whenComplete((ack, failure) -> outcome(append, failure))
                        .thenCompose(ack -> {
                            if (ack.isPresent()) {
                                return Stages.done(ack.get());
                            }
                            return number < JUDGEMENTS
                                    ? write(writing, judge, number + 1)
                                    : Stages.failed(ErrorCode.OVERLOADED, "the conversation changes too fast");
                        }));
    }

    /**
     * Runs a judgement. Before a refusal is final, the log is asked whether an earlier attempt was stored: then the answer
     * is that attempt's ack, whatever changed since (G2, G3).
     */
    public CompletionStage<Append> judged(Writing writing, Supplier<CompletionStage<Append>> judge) {
        return Stages.recover(Stages.of(judge), failure -> {
            ChatException refusal = Stages.chatException(failure);
            if (refusal.retryable() || refusal.code() == ErrorCode.NOT_FOUND) {
                return CompletableFuture.failedStage(refusal);
            }
            return log.find(writing.conversation(), writing.origin()).thenApply(stored -> {
                if (stored.isEmpty()) {
                    throw refusal;
                }
                return append(writing, NEVER, writing.submitted()); // the log answers for the key
            });
        });
    }

    /** Turns the store's answer into an ack, after publishing; empty after a conflict. */
    public CompletionStage<Optional<Result.Ack>> accept(Append append, AppendResult result) {
        if (result instanceof AppendResult.Conflict conflict) {
            rosters.outdated(append.conversation(), conflict.actual().stateSeq());
            return Stages.done(Optional.empty());
        }
        List<Entry> entries = stored(append, result);
        CompletionStage<Boolean> published = Stages.recover(
                publisher.appended(entries, source(append, result)),
                failure -> Stages.failed(ErrorCode.OUTCOME_UNKNOWN, "stored, but not yet in every inbox"));
        return Stages.map(published, done -> Optional.of(ack(entries.get(entries.size() - 1))));
    }

    /** Publishes what the host's own transaction committed; after a failure, again. */
    public void publishStaged(Append append, AppendResult result) {
        publisher.appended(stored(append, result), source(append, result)).exceptionally(failure -> {
            outcome(append, new ChatException(ErrorCode.OUTCOME_UNKNOWN, "stored, but not published", failure));
            failures.onFailure("publishing what a host's transaction stored", Stages.unwrap(failure));
            return false;
        });
    }

    private static Publisher.Source source(Append append, AppendResult result) {
        if (result instanceof AppendResult.Duplicate) {
            return Publisher.Source.FOUND;
        }
        return append.rows().isEmpty() ? Publisher.Source.APPENDED : Publisher.Source.APPENDED_WITH_ROWS;
    }

    /** The entries that an append made or found. */
    public static List<Entry> stored(Append append, AppendResult result) {
        if (result instanceof AppendResult.Duplicate duplicate) {
            return List.of(duplicate.stored());
        }
        if (result instanceof AppendResult.Appended appended) {
            List<Entry> entries = new ArrayList<>(append.entries().size());
            for (NewEntry fresh : append.entries()) {
                long seq = appended.firstSeq() + entries.size();
                entries.add(
                        new Entry(append.conversation(), seq, fresh.id(), fresh.origin(), fresh.time(), fresh.body()));
            }
            return entries;
        }
        throw new ChatException(ErrorCode.IDEMPOTENCY_CONFLICT, "the key was used for other content");
    }

    /** What the sender is told. */
    public static Result.Ack ack(Entry entry) {
        return new Result.Ack(entry.conversation(), entry.seq(), entry.id(), entry.time());
    }

    private Instant now() {
        return Instant.ofEpochMilli(runtime.clock().millis());
    }
}
