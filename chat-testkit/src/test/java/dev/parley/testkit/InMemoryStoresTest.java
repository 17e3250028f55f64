package dev.parley.testkit;

import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.testkit.log.LogStoreRowsContract;

class InMemoryStoresTest implements StoresContract, LogStoreRowsContract {

    private final Stores stores = InMemoryStores.create();

    @Override
    public Stores stores() {
        return stores;
    }
}
