package dev.parley.core.internal.rederive;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.exec.SerialExecutor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.fanout.Audience;
import dev.parley.core.service.InboxDifference;
import dev.parley.core.service.Rederivation;
import dev.parley.core.service.RederivationOptions;
import dev.parley.core.service.RederivationReport;
import dev.parley.core.service.RederivationReport.State;
import dev.parley.core.spi.log.ConversationPage;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.model.ConversationId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One job: page after page of conversations, each timed, so that no stack grows and others have their turn. Thread-safe. */
final class RederivationJob implements Rederivation, Course {

    /** How often the store is asked before the job gives up, and how much longer it waits each time. */
    private static final int ATTEMPTS = 5;

    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.STORE_UNAVAILABLE, ErrorCode.OVERLOADED, ErrorCode.OUTCOME_UNKNOWN);

    private final InboxService.Parts parts;
    private final RederivationOptions options;
    private final Consumer<InboxDifference> found;
    private final Runnable end;
    private final ConversationCheck check;
    private final SerialExecutor hearing;
    private final CompletableFuture<RederivationReport> finished = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Tally total = new Tally();
    private Optional<String> cursor;
    private volatile State state = State.RUNNING;

    /** Makes a job that does not run yet; {@code end} hears that it has ended. */
    RederivationJob(
            InboxService.Parts parts, RederivationOptions options, Consumer<InboxDifference> found, Runnable end) {
        this.parts = parts;
        this.options = options;
        this.found = found;
        this.end = end;
        this.cursor = options.from();
        this.check =
                new ConversationCheck(parts.stores().logs(), parts.stores().inboxes(), parts.onWrite(), options, this);
        this.hearing = new SerialExecutor(parts.runtime().executor(), this::report);
    }

    void begin() {
        later(Duration.ZERO, this::page);
    }

    private void later(Duration pause, Runnable task) {
        parts.runtime().scheduler().schedule(pause, task);
    }

    private void page() {
        if (ended()) {
            return;
        }
        persist(() -> parts.stores().logs().conversations(cursor(), options.atOnce()), 1)
                .thenCompose(page -> Stages.all(
                                page.conversations().stream().map(this::look).toList())
                        .thenAccept(tallies -> looked(page, tallies)))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        end(State.FAILED, Stages.chatException(failure));
                    }
                });
    }

    private Optional<String> cursor() {
        lock.lock();
        try {
            return cursor;
        } finally {
            lock.unlock();
        }
    }

    /** What makes no sense is told of and passed over: others have rows, too. */
    private CompletionStage<Tally> look(ConversationId conversation) {
        return Stages.recover(persist(() -> check.look(conversation), 1), failure -> {
            if (passing(failure)) {
                return CompletableFuture.failedStage(failure);
            }
            report(Stages.unwrap(failure));
            Tally tally = new Tally();
            tally.skipped();
            return Stages.done(tally);
        });
    }

    private <T> CompletionStage<T> persist(Supplier<CompletionStage<T>> call, int attempt) {
        return Stages.recover(
                Stages.of(call),
                failure -> attempt < ATTEMPTS && passing(failure) && !ended()
                        ? after(RETRY.multipliedBy(attempt)).thenCompose(waited -> persist(call, attempt + 1))
                        : CompletableFuture.failedStage(failure));
    }

    private static boolean passing(Throwable failure) {
        return Stages.unwrap(failure) instanceof ChatException ours && PASSING.contains(ours.code());
    }

    private void looked(ConversationPage page, List<Tally> tallies) {
        lock.lock();
        try {
            if (ended()) {
                return;
            }
            tallies.forEach(total::add);
            cursor = page.next();
        } finally {
            lock.unlock();
        }
        if (page.next().isEmpty()) {
            end(State.DONE, null);
        } else {
            later(options.pause(), this::page);
        }
    }

    private void end(State how, @Nullable ChatException failure) {
        lock.lock();
        try {
            if (ended()) {
                return;
            }
            state = how;
        } finally {
            lock.unlock();
        }
        end.run();
        if (failure == null) {
            finished.complete(soFar());
        } else {
            finished.completeExceptionally(failure);
        }
    }

    @Override
    public CompletionStage<RederivationReport> finished() {
        return finished.minimalCompletionStage();
    }

    @Override
    public RederivationReport soFar() {
        lock.lock();
        try {
            return new RederivationReport(
                    state,
                    cursor,
                    total.conversations(),
                    total.skippedOnes(),
                    total.rows(),
                    total.found(),
                    total.repaired());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        end(State.CANCELLED, null);
    }

    @Override
    public boolean ended() {
        return state != State.RUNNING;
    }

    @Override
    public CompletionStage<Boolean> after(Duration pause) {
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        later(pause, () -> waited.complete(true));
        return waited;
    }

    @Override
    public boolean young(RowCheck.Wrong wrong, Duration settle) {
        return wrong.youngerThan(parts.runtime().clock().instant().minus(settle));
    }

    @Override
    public CompletionStage<Boolean> tell(List<InboxDifference> differences) {
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        hearing.execute(() -> {
            try {
                differences.forEach(this::tell);
            } finally {
                heard.complete(true);
            }
        });
        return heard;
    }

    private void tell(InboxDifference difference) {
        if (ended()) {
            return;
        }
        try {
            found.accept(difference);
        } catch (RuntimeException e) {
            report(e);
        }
    }

    @Override
    public void moved(List<InboxBump> bumps) {
        Audience audience = parts.audience();
        audience.rowChanged(
                bumps.stream().map(InboxBump::user).toList(), bumps.get(0).conversation());
    }

    private void report(Throwable failure) {
        FailureListener failures = parts.failures();
        failures.onFailure("deriving inboxes again", failure);
    }
}
