package dev.parley.store.cassandra.internal.db;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.parley.core.spi.Store;
import java.util.concurrent.CompletionStage;

/** What the stores of one keyspace have in common. Thread-safe. */
public abstract class DatabaseStore implements Store {

    protected final Database database;
    private final PreparedStatement check;

    protected DatabaseStore(Database database) {
        this.database = database;
        check = database.idempotent("SELECT value FROM ${keyspace}.parley_schema WHERE name = 'version'");
    }

    @Override
    public String durability() {
        return database.durability();
    }

    @Override
    public Object database() {
        return database;
    }

    @Override
    public CompletionStage<Void> check() {
        return database.read(() -> database.execute(check.bind()).thenAccept(answer -> {}));
    }
}
