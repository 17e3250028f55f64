package dev.parley.core.internal.presence;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.exec.Stages;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Calls to directory and bus, whose failures degrade presence and nothing else. Thread-safe. */
final class PresenceHealth {

    private static final String DIRECTORY = "presence directory";

    private final FailureListener failures;
    private final AtomicBoolean directory = new AtomicBoolean(true);
    private final AtomicBoolean bus = new AtomicBoolean(true);

    PresenceHealth(FailureListener failures) {
        this.failures = failures;
    }

    boolean healthy() {
        return directory.get() && bus.get();
    }

    /** Asks the directory; a stage that failed yields the other value. */
    <T> CompletionStage<T> directory(Supplier<CompletionStage<T>> call, T otherwise) {
        return guard(directory, DIRECTORY, call, otherwise);
    }

    /** Tells the bus. */
    void bus(Supplier<CompletionStage<Void>> call) {
        guard(bus, "presence on the bus", () -> done(call), false);
    }

    /** Tells the directory; yields whether that worked. */
    CompletionStage<Boolean> tellDirectory(Supplier<CompletionStage<Void>> call) {
        return guard(directory, DIRECTORY, () -> done(call), false);
    }

    private static CompletionStage<Boolean> done(Supplier<CompletionStage<Void>> call) {
        return call.get().thenApply(nothing -> true);
    }

    /** Calls the host; what it throws is the listener's to hear. */
    void callback(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            failures.onFailure("presence listener", e);
        }
    }

    private <T> CompletionStage<T> guard(
            AtomicBoolean healthy, String where, Supplier<CompletionStage<T>> call, T otherwise) {
        return Stages.of(call).handle((value, failure) -> {
            // Of an outage, only its beginning is told: every user's lease would repeat it.
            if (failure != null && healthy.getAndSet(false)) {
                failures.onFailure(where, Stages.unwrap(failure));
            } else if (failure == null) {
                healthy.set(true);
            }
            return failure == null ? value : otherwise;
        });
    }
}
