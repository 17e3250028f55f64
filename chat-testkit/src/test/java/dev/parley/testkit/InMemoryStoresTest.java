package dev.parley.testkit;

import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;

class InMemoryStoresTest implements StoresContract {

    private final Stores stores = InMemoryStores.create();

    @Override
    public Stores stores() {
        return stores;
    }
}
