package dev.parley.core.internal.presence;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.exec.Stages;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Calls to the directory, whose failures degrade presence and nothing else. Thread-safe. */
final class PresenceHealth {

    private static final String DIRECTORY = "the session directory";

    private final FailureListener failures;
    private final AtomicBoolean directory = new AtomicBoolean(true);

    PresenceHealth(FailureListener failures) {
        this.failures = failures;
    }

    boolean healthy() {
        return directory.get();
    }

    /** Asks the directory; a stage that failed yields the other value. */
    <T> CompletionStage<T> directory(Supplier<CompletionStage<T>> call, T otherwise) {
        return guard(call, otherwise);
    }

    /** Tells the directory; yields whether that worked. */
    CompletionStage<Boolean> tellDirectory(Supplier<CompletionStage<Void>> call) {
        return guard(() -> done(call), false);
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

    private <T> CompletionStage<T> guard(Supplier<CompletionStage<T>> call, T otherwise) {
        return Stages.of(call).handle((value, failure) -> {
            // Of an outage, only its beginning is told: every user would repeat it.
            if (failure != null && directory.getAndSet(false)) {
                failures.onFailure(DIRECTORY, Stages.unwrap(failure));
            } else if (failure == null) {
                directory.set(true);
            }
            return failure == null ? value : otherwise;
        });
    }
}
