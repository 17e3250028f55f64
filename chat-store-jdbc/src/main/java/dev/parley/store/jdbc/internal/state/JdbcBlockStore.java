package dev.parley.store.jdbc.internal.state;

import dev.parley.core.spi.state.BlockStore;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Database;
import dev.parley.store.jdbc.internal.sql.DatabaseStore;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Blocks in {@code parley_block}. Thread-safe. */
public final class JdbcBlockStore extends DatabaseStore implements BlockStore {

    private static final String TABLE = "parley_block";

    public JdbcBlockStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Void> set(UserId user, UserId other, boolean blocked) {
        return database.write(handle -> {
            if (blocked) {
                database.dialect()
                        .insertMissing(
                                handle,
                                TABLE,
                                List.of("user_id", "other_id"),
                                List.of(List.of(user.value(), other.value())));
            } else {
                handle.createUpdate("DELETE FROM parley_block WHERE user_id = :user AND other_id = :other")
                        .bind("user", user.value())
                        .bind("other", other.value())
                        .execute();
            }
            return done();
        });
    }

    @Override
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        return database.read(
                handle -> handle.createQuery("SELECT 1 FROM parley_block WHERE user_id = :user AND other_id = :other")
                        .bind("user", user.value())
                        .bind("other", other.value())
                        .mapTo(Integer.class)
                        .findFirst()
                        .isPresent());
    }

    @Override
    public CompletionStage<List<UserId>> list(UserId user) {
        return database.read(handle -> handle.createQuery(
                        "SELECT other_id FROM parley_block WHERE user_id = :user ORDER BY user_id, other_id")
                .bind("user", user.value())
                .map((row, context) -> new UserId(row.getString(1)))
                .list());
    }
}
