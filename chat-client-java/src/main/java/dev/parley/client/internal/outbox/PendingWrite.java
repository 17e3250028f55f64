package dev.parley.client.internal.outbox;

import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One write, as the application sees it and as the outbox handles it. Thread-safe to read; changed by the outbox. */
final class PendingWrite implements Sending {

    private final long id;
    private final String key;
    private final Command command;
    private final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile State state;
    private int attempt;

    PendingWrite(long id, String key, Command command, State state) {
        this.id = id;
        this.key = key;
        this.command = command;
        this.state = state;
    }

    long id() {
        return id;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Command command() {
        return command;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public CompletionStage<Void> accepted() {
        return accepted;
    }

    @Override
    public CompletionStage<Outcome> outcome() {
        return outcome;
    }

    void accept() {
        state = State.QUEUED;
        accepted.complete(null);
    }

    /** A write of an earlier life: it may have been sent then. */
    void restore() {
        state = State.UNKNOWN;
        accepted.complete(null);
    }

    void refuse(ChatException failure) {
        state = State.REJECTED;
        accepted.completeExceptionally(failure);
        outcome.completeExceptionally(failure);
    }

    void become(State next) {
        state = next;
    }

    int nextAttempt() {
        return attempt++;
    }

    void finish(Outcome result) {
        state = result instanceof Outcome.Acked ? State.ACKED : State.REJECTED;
        outcome.complete(result);
    }

    void abandon(ChatException why) {
        outcome.completeExceptionally(why);
    }
}
