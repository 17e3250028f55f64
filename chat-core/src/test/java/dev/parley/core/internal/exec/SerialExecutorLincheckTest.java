package dev.parley.core.internal.exec;

import dev.parley.core.ModelChecking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class SerialExecutorLincheckTest {

    @Test
    void howeverThreadsRaceEachTaskRunsOnceAloneAndInItsCallersOrder() {
        ModelChecking.race(Operations.class);
    }

    public static final class Operations {

        private final AtomicInteger wrong = new AtomicInteger();
        private final SerialExecutor lane = new SerialExecutor(Runnable::run, failure -> wrong.incrementAndGet());
        private final AtomicInteger submitted = new AtomicInteger();
        /** Plain: a task sees what the one before it wrote. */
        private final List<int[]> ran = new ArrayList<>();

        private boolean busy;

        @Operation
        public void execute(@Param(gen = ThreadIdGen.class) int thread) {
            lane.execute(task(thread));
        }

        @Operation
        public void here(@Param(gen = ThreadIdGen.class) int thread) {
            lane.here(task(thread));
        }

        private Runnable task(int thread) {
            int number = submitted.incrementAndGet();
            return () -> {
                if (busy) {
                    wrong.incrementAndGet();
                }
                busy = true;
                ran.add(new int[] {thread, number});
                busy = false;
            };
        }

        @Validate
        public void allRanInOrder() {
            if (wrong.get() != 0 || ran.size() != submitted.get()) {
                throw new IllegalStateException("two ran at once, or one never or twice");
            }
            Order.check(ran);
        }
    }
}
