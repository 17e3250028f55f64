package dev.parley.core.internal.write;

import dev.parley.core.internal.exec.KeyedLanes;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import dev.parley.protocol.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one sender's messages to one conversation in order (G5) without waiting for each ack: they are judged one after
 * the other and appended in that order. When the conversation changes meanwhile, those judged on its older state are
 * judged again in order, and later ones wait for them. Thread-safe.
 */
public final class SendLanes {

    private record Key(UserId sender, ConversationId conversation) {}

    /** Appends under way that were judged on one state. */
    private static final class InFlight {
        final @Nullable Long stateSeq;
        final CompletableFuture<Boolean> landed = new CompletableFuture<>();
        int count;

        InFlight(@Nullable Long stateSeq) {
            this.stateSeq = stateSeq;
        }
    }

    private final EntryWriter writer;
    private final ConversationLog log;
    private final KeyedLanes<Key> judging = new KeyedLanes<>();
    private final KeyedLanes<Key> again = new KeyedLanes<>();
    private final ConcurrentMap<Key, InFlight> inFlight = new ConcurrentHashMap<>();

    public SendLanes(EntryWriter writer, ConversationLog log) {
        this.writer = writer;
        this.log = log;
    }

    /** Writes in order. */
    public CompletionStage<Result.Ack> write(Writing writing, Supplier<CompletionStage<Append>> judge) {
        Key key = new Key(writing.origin().sender(), writing.conversation());
        CompletionStage<CompletionStage<Result.Ack>> judged = judging.run(
                key,
                () -> Stages.then(
                        writer.judged(writing, judge),
                        append -> Stages.map(board(key, append), boarded -> append(key, writing, append, judge))));
        return Stages.then(judged, ack -> ack);
    }

    private CompletionStage<Result.Ack> append(
            Key key, Writing writing, Append append, Supplier<CompletionStage<Append>> judge) {
        CompletionStage<Result.Ack> ack = Stages.then(log.append(append), result -> {
            if (result instanceof AppendResult.Conflict) {
                // Attached before the sender's next append is passed on, so this lane gets the refused ones in order.
                return again.run(
                        key, () -> writer.accept(append, result).thenCompose(none -> writer.write(writing, judge)));
            }
            return Stages.map(writer.accept(append, result), accepted -> accepted.orElseThrow());
        });
        return Stages.heard(ack, (done, failure) -> {
            land(key);
            writer.outcome(append, failure);
        });
    }

    /** Lets an append go when none is under way that was judged on another state. */
    private CompletionStage<Boolean> board(Key key, Append append) {
        Long stateSeq = append.expectation().stateSeq();
        InFlight now = inFlight.compute(key, (k, flying) -> {
            InFlight joined = flying == null ? new InFlight(stateSeq) : flying;
            if (same(joined.stateSeq, stateSeq)) {
                joined.count++;
            }
            return joined;
        });
        return same(now.stateSeq, stateSeq) ? Stages.done(true) : now.landed.thenCompose(landed -> board(key, append));
    }

    private void land(Key key) {
        CompletableFuture<?>[] landed = new CompletableFuture<?>[1];
        inFlight.computeIfPresent(key, (k, flying) -> {
            flying.count--;
            if (flying.count > 0) {
                return flying;
            }
            landed[0] = flying.landed;
            return null;
        });
        if (landed[0] != null) {
            landed[0].complete(null);
        }
    }

    private static boolean same(@Nullable Long one, @Nullable Long other) {
        return one == null ? other == null : one.equals(other);
    }
}
