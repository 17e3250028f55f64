package dev.parley.core.internal.log;

import dev.parley.core.StoreOptions;
import dev.parley.core.internal.exec.NaturalBatcher;
import dev.parley.core.internal.exec.SerialExecutor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.LogStore;
import dev.parley.model.ConversationId;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Appends in batches over many conversations. A conversation always uses the same lane, so its appends keep their order;
 * a batch whose outcome is unknown is appended again, which the keys make harmless, before its lane goes on. Thread-safe.
 */
public final class LogAppender {

    private final LogStore store;
    private final ChatRuntime runtime;
    private final StoreOptions options;
    private final List<NaturalBatcher<Append, AppendResult>> lanes = new ArrayList<>();

    public LogAppender(LogStore store, ChatRuntime runtime, StoreOptions options, Consumer<Throwable> failures) {
        this.store = store;
        this.runtime = runtime;
        this.options = options;
        for (int i = 0; i < options.lanes(); i++) {
            SerialExecutor results = new SerialExecutor(runtime.executor(), failures);
            lanes.add(new NaturalBatcher<>(this::append, results, options.batch(), options.waiting()));
        }
    }

    /**
     * Appends. The stages of one conversation complete in the order of its appends. What a caller attaches to a stage
     * before it passes the next append on runs before what it attaches to that one's; what is attached to a stage that is
     * complete runs at once, whatever else is under way.
     */
    public CompletionStage<AppendResult> append(Append append) {
        return lane(append.conversation()).submit(append);
    }

    private NaturalBatcher<Append, AppendResult> lane(ConversationId conversation) {
        return lanes.get(Math.floorMod(conversation.hashCode(), lanes.size()));
    }

    private CompletionStage<List<AppendResult>> append(List<Append> batch) {
        return attempt(batch, 1);
    }

    private CompletionStage<List<AppendResult>> attempt(List<Append> batch, int number) {
        return Stages.recover(Stages.of(() -> store.append(batch)), failure -> {
            if (number >= options.attempts() || !Stages.failedWith(failure, ErrorCode.OUTCOME_UNKNOWN)) {
                return CompletableFuture.failedStage(failure);
            }
            CompletableFuture<List<AppendResult>> again = new CompletableFuture<>();
            runtime.scheduler()
                    .schedule(
                            options.retryAfter(),
                            () -> attempt(batch, number + 1).whenComplete((results, fault) -> {
                                if (fault == null) {
                                    again.complete(results);
                                } else {
                                    again.completeExceptionally(fault);
                                }
                            }));
            return again;
        });
    }
}
