package dev.parley.core.internal.fanout;

import dev.parley.core.internal.exec.NaturalBatcher;
import dev.parley.core.internal.exec.SerialExecutor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Moves inbox rows up, batched: of what waits, only the highest bump of a row is written. A send is acked after its
 * bumps, because a row that is missing or too low after a crash would hide the message from its readers. Thread-safe.
 */
public final class InboxBumps {

    private static final int BATCH = 1_000; // conversations' worth of rows, not rows
    private static final int WAITING = 100_000;
    private static final int ROWS = 10_000;

    private record Row(UserId user, ConversationId conversation) {}

    private final InboxStore store;
    private final boolean withAppends;
    private final NaturalBatcher<List<InboxBump>, Boolean> batcher;

    /** Makes the batches; {@code logs} may move rows with their entries. */
    public InboxBumps(InboxStore store, LogStore logs, ChatRuntime runtime, Consumer<Throwable> failures) {
        this.store = store;
        this.withAppends = logs.movesRows() && logs.database().equals(store.database());
        SerialExecutor results = new SerialExecutor(runtime.executor(), failures);
        this.batcher = new NaturalBatcher<>(this::write, results, BATCH, WAITING);
    }

    /** Whether the log store moves the rows of a message with its entry. */
    boolean withAppends() {
        return withAppends;
    }

    /** Moves the rows of some users up; completes when that is durable. */
    public CompletionStage<Boolean> bump(Collection<UserId> users, ConversationId conversation, long seq, UUID sortId) {
        List<InboxBump> rows = new ArrayList<>(users.size());
        users.forEach(user -> rows.add(new InboxBump(user, conversation, seq, sortId)));
        return batcher.submit(rows);
    }

    private CompletionStage<List<Boolean>> write(List<List<InboxBump>> bumps) {
        if (bumps.size() == 1) {
            return write(bumps.get(0), 0)
                    .thenApply(done -> List.of(done)); // rows of one conversation, each of another user
        }
        Map<Row, InboxBump> highest = new LinkedHashMap<>();
        for (List<InboxBump> some : bumps) {
            for (InboxBump bump : some) {
                highest.merge(new Row(bump.user(), bump.conversation()), bump, InboxBumps::max);
            }
        }
        return write(new ArrayList<>(highest.values()), 0).thenApply(done -> Collections.nCopies(bumps.size(), true));
    }

    private CompletionStage<Boolean> write(List<InboxBump> bumps, int from) {
        if (from >= bumps.size()) {
            return Stages.done(true);
        }
        int to = Math.min(bumps.size(), from + ROWS);
        return store.bump(bumps.subList(from, to)).thenCompose(done -> write(bumps, to));
    }

    /** As the store's rule has it. */
    private static InboxBump max(InboxBump one, InboxBump other) {
        return one.seq() >= other.seq() ? one : other;
    }
}
