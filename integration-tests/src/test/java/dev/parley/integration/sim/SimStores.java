package dev.parley.integration.sim;

import dev.parley.core.Stores;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.testkit.runtime.FakeRuntime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The stores as one process sees them, across a network: calls take time, overtake each other, get lost on the way
 * there, and their answers on the way back. What the stores did stays done, whatever becomes of the process. Confined to
 * the test's thread.
 */
final class SimStores {

    private static final Set<String> WRITES =
            Set.of("append", "save", "bump", "configure", "advance", "register", "revoke", "set");

    private final FakeRuntime runtime;
    private final SimProcess process;
    private final Trouble trouble;
    /** Whether the process may have inbox rows moved with what it appends, or takes the two steps that other stores need. */
    private final boolean movesRows;

    SimStores(FakeRuntime runtime, SimProcess process, Trouble trouble) {
        this.runtime = runtime;
        this.process = process;
        this.trouble = trouble;
        this.movesRows = trouble.coin();
    }

    Stores of(Stores stores) {
        return new Stores(
                remote(LogStore.class, stores.logs()),
                remote(ConversationStore.class, stores.conversations()),
                remote(InboxStore.class, stores.inboxes()),
                remote(MarkStore.class, stores.marks()),
                remote(DeviceStore.class, stores.devices()),
                remote(BlockStore.class, stores.blocks()));
    }

    SessionDirectory of(SessionDirectory directory) {
        return remote(SessionDirectory.class, directory);
    }

    private <S> S remote(Class<S> type, S local) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("movesRows")) {
                        return movesRows;
                    }
                    return CompletionStage.class.isAssignableFrom(method.getReturnType())
                            ? call(local, method, arguments)
                            : invoke(local, method, arguments);
                }));
    }

    private CompletionStage<Object> call(Object local, Method method, Object @Nullable [] arguments) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        ErrorCode lost = WRITES.contains(method.getName()) ? ErrorCode.OUTCOME_UNKNOWN : ErrorCode.STORE_UNAVAILABLE;
        boolean wrong = trouble.withStore();
        boolean done = !wrong || trouble.coin();
        later(() -> {
            boolean arrives = done && (!process.dead() || trouble.coin());
            Object result = arrives ? invoke(local, method, arguments) : null;
            later(() -> process.execute(() -> {
                if (wrong || !(result instanceof CompletionStage<?> stage)) {
                    answer.completeExceptionally(new ChatException(lost, "the simulated network"));
                } else {
                    stage.whenComplete((value, failure) -> complete(answer, value, failure));
                }
            }));
        });
        return answer;
    }

    private void later(Runnable step) {
        runtime.scheduler().schedule(Duration.ofMillis(trouble.delay()), step);
    }

    private static void complete(CompletableFuture<Object> answer, Object value, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    private static @Nullable Object invoke(Object local, Method method, Object @Nullable [] arguments) {
        try {
            return method.invoke(local, arguments);
        } catch (InvocationTargetException e) {
            return CompletableFuture.failedStage(e.getCause() == null ? e : e.getCause());
        } catch (IllegalAccessException e) {
            throw new LinkageError("a store's interface is public", e);
        }
    }
}
