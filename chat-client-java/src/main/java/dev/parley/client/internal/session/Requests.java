package dev.parley.client.internal.session;

import dev.parley.client.internal.loop.Loop;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the application that have one effect however often they are asked: they wait for a connection, and are
 * asked again after a lost one or a failure that passes, until their time is up. Confined to the client's thread.
 */
public final class Requests {

    private static final int MOST_WAITING = 1_000;
    private static final int MOST_IN_FLIGHT = 32;

    private final class Asked implements Reply {
        private final Command command;
        private final CompletableFuture<Result> answer;
        private Loop.@Nullable Timer timeout;
        private int attempt;

        Asked(Command command, CompletableFuture<Result> answer) {
            this.command = command;
            this.answer = answer;
        }

        void close() {
            open.remove(this);
            if (timeout != null) {
                timeout.cancel();
            }
        }

        @Override
        public void done(Result result) {
            inFlight--;
            close();
            answer.complete(result);
            flush();
        }

        @Override
        public void failed(WireError error) {
            inFlight--;
            ChatException failure = error.toException();
            if (failure.code() == ErrorCode.TOKEN_EXPIRED) {
                waiting.addFirst(this);
                session.refreshToken();
            } else if (!error.retryable()) {
                close();
                answer.completeExceptionally(failure);
            } else {
                long delay = error.retryAfterMs() != null ? error.retryAfterMs() : backoff.delayMs(attempt++);
                loop.after(delay, () -> {
                    waiting.add(this);
                    flush();
                });
            }
            flush();
        }

        @Override
        public void unanswered() {
            inFlight--;
            waiting.addFirst(this);
        }
    }

    private final Loop loop;
    private final Backoff backoff;
    private final Session session;
    private final long timeoutMs;
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
    private final Set<Asked> open = new LinkedHashSet<>();
    private int inFlight;

    /**
     * No requests yet.
     *
     * @param loop the client's thread
     * @param backoff how long to wait between attempts
     * @param session the session
     * @param timeoutMs how long a request may take in all
     */
    public Requests(Loop loop, Backoff backoff, Session session, long timeoutMs) {
        this.loop = loop;
        this.backoff = backoff;
        this.session = session;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Asks.
     *
     * @param command a command without effect, or with one effect however often it is asked
     * @return the answer; fails with {@link ChatException}
     */
    public CompletionStage<Result> ask(Command command) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        if (open.size() >= MOST_WAITING) {
            answer.completeExceptionally(
                    new ChatException(ErrorCode.OVERLOADED, "more than " + MOST_WAITING + " requests are waiting"));
            return answer;
        }
        Asked asked = new Asked(command, answer);
        open.add(asked);
        Loop.Timer timeout = loop.after(timeoutMs, () -> {
            open.remove(asked);
            answer.completeExceptionally(
                    new ChatException(ErrorCode.OUTCOME_UNKNOWN, "no answer in " + timeoutMs + " ms"));
        });
        asked.timeout = timeout;
        waiting.add(asked);
        flush();
        return answer;
    }

    /** Asks what is waiting; to be called when the session is live. */
    public void flush() {
        while (session.isLive() && inFlight < MOST_IN_FLIGHT && !waiting.isEmpty()) {
            Asked next = waiting.remove();
            if (open.contains(next)) {
                inFlight++;
                session.request(next.command, timeoutMs, next);
            }
        }
    }

    /** Gives everything up: the session will not come back. */
    public void stop() {
        List<Asked> all = List.copyOf(open);
        waiting.clear();
        for (Asked one : all) {
            one.close();
            one.answer.completeExceptionally(new ChatException(ErrorCode.SHUTTING_DOWN, "the client stopped"));
        }
    }
}
