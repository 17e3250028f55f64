package dev.parley.integration.authorisation;

import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.integration.process.InterceptedStores;
import java.util.ArrayList;
import java.util.List;

/** Stores in memory that note every call. Confined to the test's thread. */
public final class CountedStores {

    private final List<String> calls = new ArrayList<>();

    /** The stores. */
    public Stores stores() {
        return InterceptedStores.of(InMemoryStores.create(), (name, call) -> {
            calls.add(name);
            return call.make();
        });
    }

    /** Which calls came since this was last asked, in order. */
    public List<String> taken() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }
}
