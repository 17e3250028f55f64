package dev.parley.store.jdbc.internal.sql;

import dev.parley.core.spi.Store;
import java.util.concurrent.CompletionStage;

/** What every store on a database has in common. Thread-safe. */
public abstract class DatabaseStore implements Store {

    protected final Database database;

    protected DatabaseStore(Database database) {
        this.database = database;
    }

    @Override
    public String durability() {
        return database.durability();
    }

    @Override
    public final Object database() {
        return database;
    }

    @Override
    public CompletionStage<Void> check() {
        return database.read(handle -> {
            handle.createQuery("SELECT MAX(version) FROM parley_schema")
                    .mapTo(Integer.class)
                    .one();
            return done();
        });
    }

    /** The value of a stage that says only that something is done. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    protected static Void done() {
        return null;
    }
}
