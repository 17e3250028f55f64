package dev.parley.store.cassandra;

import dev.parley.core.Stores;
import dev.parley.testkit.StoresContract;
import dev.parley.testkit.store.RestartContract;

class CassandraStoreIT implements StoresContract, RestartContract {

    private static final CassandraStoreOptions OPTIONS = TestCassandra.keyspace(TestCassandra.session(), "contract");
    private static CassandraStore store = CassandraStore.open(TestCassandra.session(), OPTIONS);

    @Override
    public Stores stores() {
        return store.stores();
    }

    @Override
    public void restart() {
        store.close();
        store = CassandraStore.open(TestCassandra.session(), OPTIONS);
    }
}
