package dev.parley.testkit;

import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.testkit.log.LogStoreFaultContract;
import dev.parley.testkit.store.FaultyStores;
import dev.parley.testkit.store.StoreFaults;

// region test
/** Faulty stores keep the contract of failing stores, so that an engine's tests may rely on them. */
class InMemoryFaultsTest implements LogStoreFaultContract {

    private final FaultyStores faulty = new FaultyStores(InMemoryStores.create());

    @Override
    public Stores stores() {
        return faulty.stores();
    }

    @Override
    public StoreFaults faults() {
        return faulty;
    }
}
// endregion test
