package dev.parley.store.rocksdb.internal.state;

import dev.parley.core.spi.state.BlockStore;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.Database;
import dev.parley.store.rocksdb.internal.db.DatabaseStore;
import dev.parley.store.rocksdb.internal.db.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A row for each (user, blocked user); lists are in the order of code points. Thread-safe. */
public final class RocksBlockStore extends DatabaseStore implements BlockStore {

    public RocksBlockStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Void> set(UserId user, UserId other, boolean blocked) {
        byte[] key = Kind.BLOCK.key(user.value(), other.value());
        return database.write(group -> {
            if (blocked) {
                group.put(Family.STATE, key, new byte[0]);
            } else {
                group.delete(Family.STATE, key);
            }
            return Database.done();
        });
    }

    @Override
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        byte[] key = Kind.BLOCK.key(user.value(), other.value());
        return database.read(view -> view.get(Family.STATE, key) != null);
    }

    @Override
    public CompletionStage<List<UserId>> list(UserId user) {
        byte[] prefix = Kind.BLOCK.key(user.value());
        return database.read(view -> {
            List<UserId> others = new ArrayList<>();
            view.scan(Family.STATE, prefix, row -> {
                others.add(
                        new UserId(new ByteReader(row.key()).skip(prefix.length).id()));
                return true;
            });
            return others;
        });
    }
}
