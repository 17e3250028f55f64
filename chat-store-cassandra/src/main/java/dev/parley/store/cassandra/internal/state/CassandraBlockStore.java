package dev.parley.store.cassandra.internal.state;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.parley.core.spi.state.BlockStore;
import dev.parley.model.UserId;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.DatabaseStore;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Blocks in {@code parley_block}; one that was lifted stays as a row that says so. Thread-safe. */
public final class CassandraBlockStore extends DatabaseStore implements BlockStore {

    private final Writes writes;
    private final PreparedStatement update;
    private final PreparedStatement insert;
    private final PreparedStatement one;
    private final PreparedStatement all;

    public CassandraBlockStore(Database database) {
        super(database);
        writes = new Writes(database);
        update = database.conditional(
                "UPDATE ${keyspace}.parley_block SET blocked = ? WHERE user = ? AND other = ? IF EXISTS");
        insert = database.conditional(
                "INSERT INTO ${keyspace}.parley_block (blocked, user, other) VALUES (?, ?, ?) IF NOT EXISTS");
        one = database.idempotent("SELECT blocked FROM ${keyspace}.parley_block WHERE user = ? AND other = ?");
        all = database.idempotent("SELECT other, blocked FROM ${keyspace}.parley_block WHERE user = ?");
    }

    @Override
    public CompletionStage<Void> set(UserId user, UserId other, boolean blocked) {
        return database.write(() -> writes.upsert(
                () -> update.bind(blocked, user.value(), other.value()),
                () -> insert.bind(blocked, user.value(), other.value())));
    }

    @Override
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        return database.read(
                () -> database.rows(one.bind(user.value(), other.value()), row -> row.getBoolean("blocked"))
                        .thenApply(rows -> rows.contains(true)));
    }

    @Override
    public CompletionStage<List<UserId>> list(UserId user) {
        return database.read(() -> database.rows(all.bind(user.value()), row -> row)
                .thenApply(rows -> rows.stream()
                        .filter(row -> row.getBoolean("blocked"))
                        .map(row -> new UserId(Texts.text(row, "other")))
                        .sorted()
                        .toList()));
    }
}
