package dev.parley.store.cassandra;

import dev.parley.core.Stores;
import dev.parley.testkit.StoresContract;
import org.junit.jupiter.api.Tag;

/** The contracts of all stores with three copies of everything. */
@Tag("ring")
class RingStoreIT implements StoresContract {

    private static final CassandraStore STORE = CassandraStore.open(TestRing.session(), TestRing.keyspace("contract"));

    @Override
    public Stores stores() {
        return STORE.stores();
    }
}
