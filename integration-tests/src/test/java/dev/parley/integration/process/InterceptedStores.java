package dev.parley.integration.process;

import dev.parley.core.Stores;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Stores whose every call passes through somebody's hands. */
public final class InterceptedStores {

    /** Makes the call, or does not. */
    @FunctionalInterface
    public interface Call {
        /** Makes it. */
        @Nullable
        Object make() throws Throwable;
    }

    /** Whose hands. */
    @FunctionalInterface
    public interface Hands {
        /** Returns what the caller gets; the name is that of store and method, like {@code LogStore.append}. */
        @Nullable
        Object pass(String name, Call call) throws Throwable;
    }

    private InterceptedStores() {}

    /** The same stores, through somebody's hands. */
    public static Stores of(Stores stores, Hands hands) {
        return new Stores(
                store(LogStore.class, stores.logs(), hands),
                store(ConversationStore.class, stores.conversations(), hands),
                store(InboxStore.class, stores.inboxes(), hands),
                store(MarkStore.class, stores.marks(), hands),
                store(DeviceStore.class, stores.devices(), hands),
                store(BlockStore.class, stores.blocks(), hands));
    }

    private static <S> S store(Class<S> type, S store, Hands hands) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> hands.pass(type.getSimpleName() + "." + method.getName(), () -> {
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }
}
