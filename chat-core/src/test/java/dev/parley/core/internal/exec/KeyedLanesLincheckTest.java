package dev.parley.core.internal.exec;

import dev.parley.core.ModelChecking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class KeyedLanesLincheckTest {

    @Test
    void howeverThreadsRaceEachTaskOfAKeyRunsOnceAloneAndInItsCallersOrder() {
        ModelChecking.race(Operations.class);
    }

    public static final class Operations {

        private final KeyedLanes<String> lanes = new KeyedLanes<>();
        private final AtomicInteger submitted = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicReference<@Nullable CompletableFuture<Boolean>> waiting = new AtomicReference<>();
        private final List<int[]> begun = new ArrayList<>();
        private volatile boolean wrong;

        @Operation
        public void run(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = BooleanGen.class) boolean atOnce) {
            int number = submitted.incrementAndGet();
            CompletableFuture<?> unused = lanes.run("key", () -> {
                        wrong |= underWay.incrementAndGet() != 1;
                        begun.add(new int[] {thread, number});
                        CompletableFuture<Boolean> stage = new CompletableFuture<>();
                        if (atOnce) {
                            finish(stage);
                        } else {
                            waiting.set(stage);
                        }
                        return stage;
                    })
                    .thenRun(answered::incrementAndGet)
                    .toCompletableFuture();
        }

        private void finish(CompletableFuture<Boolean> stage) {
            underWay.decrementAndGet();
            stage.complete(true);
        }

        @Operation
        public void finishes() {
            CompletableFuture<Boolean> stage = waiting.getAndSet(null);
            if (stage != null) {
                finish(stage);
            }
        }

        @Validate
        public void allRanInOrder() {
            while (waiting.get() != null) {
                finishes();
            }
            int all = submitted.get();
            if (wrong || underWay.get() != 0 || begun.size() != all || answered.get() != all) {
                throw new IllegalStateException("two ran at once, or one never or twice");
            }
            Order.check(begun);
        }
    }
}
