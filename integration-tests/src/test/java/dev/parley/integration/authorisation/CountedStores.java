package dev.parley.integration.authorisation;

import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Stores in memory that note every call. Confined to the test's thread. */
final class CountedStores {

    private final List<String> calls = new ArrayList<>();

    /** The stores. */
    Stores stores() {
        Stores stores = InMemoryStores.create();
        return new Stores(
                counted(LogStore.class, stores.logs()),
                counted(ConversationStore.class, stores.conversations()),
                counted(InboxStore.class, stores.inboxes()),
                counted(MarkStore.class, stores.marks()),
                counted(DeviceStore.class, stores.devices()),
                counted(BlockStore.class, stores.blocks()));
    }

    /** Which calls came since this was last asked, in order. */
    List<String> taken() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    private <S> S counted(Class<S> type, S store) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.add(type.getSimpleName() + "." + method.getName());
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
