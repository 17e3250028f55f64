package dev.parley.core.internal.exec;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Takes one step after the other until a step says what came of it. The stack stays flat, however many steps there are and
 * however fast they are done. Confined to one thread at a time: that of the step before.
 *
 * @param <T> what comes of it
 */
public final class Repeat<T> {

    private final Supplier<? extends CompletionStage<Optional<T>>> step;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Repeat(Supplier<? extends CompletionStage<Optional<T>>> step) {
        this.step = step;
    }

    /** Steps until there is a result; a step that fails or throws ends it. */
    public static <T> CompletionStage<T> until(Supplier<? extends CompletionStage<Optional<T>>> step) {
        Repeat<T> repeat = new Repeat<>(step);
        repeat.run();
        return repeat.result;
    }

    private void run() {
        while (true) {
            CompletionStage<Optional<T>> taken = Stages.of(step);
            if (!Stages.isDone(taken)) {
                taken.whenComplete((came, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(Stages.unwrap(failure));
                    } else if (!settled(came)) {
                        run();
                    }
                });
                return;
            }
            if (settled(taken.toCompletableFuture().getNow(Optional.empty()))) {
                return;
            }
        }
    }

    private boolean settled(Optional<T> came) {
        came.ifPresent(result::complete);
        return came.isPresent();
    }
}
