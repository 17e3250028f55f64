package dev.parley.core.internal.exec;

import dev.parley.core.ModelChecking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
class NaturalBatcherLincheckTest {

    private static final int MOST = 2;

    @Test
    void howeverThreadsRaceEachItemIsPassedAndAnsweredOnceInOrderByOneCallAtATime() {
        ModelChecking.race(Operations.class);
    }

    /** An item, by its writer and its number; its call is answered at once, or when the store gets to it. */
    private record Item(int thread, int number, boolean atOnce) {}

    private record Call(List<Item> items, CompletableFuture<List<Item>> answer) {}

    public static final class Operations {

        private final SerialExecutor results = new SerialExecutor(Runnable::run, failure -> wrong = true);
        private final NaturalBatcher<Item, Item> batcher = new NaturalBatcher<>(this::call, results, MOST, 100);
        private final AtomicInteger submitted = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicReference<@Nullable Call> waiting = new AtomicReference<>();
        private final List<int[]> passed = new ArrayList<>();
        private volatile boolean wrong;

        private CompletionStage<List<Item>> call(List<Item> items) {
            wrong |= items.isEmpty() || items.size() > MOST || underWay.incrementAndGet() != 1;
            items.forEach(item -> passed.add(new int[] {item.thread(), item.number()}));
            Call call = new Call(items, new CompletableFuture<>());
            if (items.get(0).atOnce()) {
                answer(call);
            } else {
                waiting.set(call);
            }
            return call.answer();
        }

        private void answer(Call call) {
            underWay.decrementAndGet();
            call.answer().complete(call.items());
        }

        @Operation
        public void submit(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = BooleanGen.class) boolean atOnce) {
            Item item = new Item(thread, submitted.incrementAndGet(), atOnce);
            CompletableFuture<?> unused = batcher.submit(item)
                    .thenAccept(result -> {
                        wrong |= !result.equals(item);
                        answered.incrementAndGet();
                    })
                    .toCompletableFuture();
        }

        @Operation
        public void storeAnswers() {
            Call call = waiting.getAndSet(null);
            if (call != null) {
                answer(call);
            }
        }

        @Validate
        public void allWasAnsweredInOrder() {
            while (waiting.get() != null) {
                storeAnswers();
            }
            int all = submitted.get();
            if (wrong || underWay.get() != 0 || passed.size() != all || answered.get() != all) {
                throw new IllegalStateException("calls overlapped, or an item was lost, doubled or answered wrongly");
            }
            Order.check(passed);
        }
    }
}
