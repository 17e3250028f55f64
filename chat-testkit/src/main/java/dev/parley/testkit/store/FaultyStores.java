package dev.parley.testkit.store;

import dev.parley.core.Stores;
import dev.parley.core.spi.Store;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stores that fail on demand, in front of stores that work: for tests of what an engine does then. Reads whose answer is
 * lost fail with {@code store_unavailable}, writes with {@code outcome_unknown}. Thread-safe.
 */
public final class FaultyStores implements StoreFaults {

    private static final Set<String> WRITES =
            Set.of("append", "save", "bump", "configure", "advance", "register", "revoke", "set");

    private enum Fault {
        NONE,
        CUT_OFF,
        ANSWERS_LOST
    }

    private final Stores stores;
    private volatile Fault fault = Fault.NONE;

    /**
     * Puts faults in front of stores.
     *
     * @param working the stores that do the work
     */
    public FaultyStores(Stores working) {
        stores = new Stores(
                faulty(LogStore.class, working.logs()),
                faulty(ConversationStore.class, working.conversations()),
                faulty(InboxStore.class, working.inboxes()),
                faulty(MarkStore.class, working.marks()),
                faulty(DeviceStore.class, working.devices()),
                faulty(BlockStore.class, working.blocks()));
    }

    /**
     * The stores that fail on demand.
     *
     * @return the stores
     */
    public Stores stores() {
        return stores;
    }

    @Override
    public void cutOff() {
        fault = Fault.CUT_OFF;
    }

    @Override
    public void loseAnswers() {
        fault = Fault.ANSWERS_LOST;
    }

    @Override
    public void heal() {
        fault = Fault.NONE;
    }

    private <S extends Store> S faulty(Class<S> type, S working) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> invoke(working, method, arguments)));
    }

    private @Nullable Object invoke(Store working, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean faultable = CompletionStage.class.isAssignableFrom(method.getReturnType());
        Fault now = faultable ? fault : Fault.NONE;
        if (now == Fault.CUT_OFF) {
            return failed(ErrorCode.STORE_UNAVAILABLE);
        }
        try {
            Object result = method.invoke(working, arguments);
            return now == Fault.ANSWERS_LOST && result instanceof CompletionStage<?> stage
                    ? stage.thenCompose(lost -> failed(
                            WRITES.contains(method.getName())
                                    ? ErrorCode.OUTCOME_UNKNOWN
                                    : ErrorCode.STORE_UNAVAILABLE))
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static CompletionStage<Object> failed(ErrorCode code) {
        return CompletableFuture.failedStage(new ChatException(code, "a fault that the test turned on"));
    }
}
