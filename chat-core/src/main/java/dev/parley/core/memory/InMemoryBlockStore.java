package dev.parley.core.memory;

import dev.parley.core.spi.state.BlockStore;
import dev.parley.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Blocks in memory; lists are in the order of UTF-16 code units. */
final class InMemoryBlockStore extends InMemoryStore implements BlockStore {

    private final Map<UserId, NavigableSet<UserId>> blockedBy = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Void> set(UserId user, UserId other, boolean blocked) {
        NavigableSet<UserId> others = blockedBy.computeIfAbsent(user, id -> new ConcurrentSkipListSet<>());
        if (blocked) {
            others.add(other);
        } else {
            others.remove(other);
        }
        return done();
    }

    @Override
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        NavigableSet<UserId> others = blockedBy.get(user);
        return answer(others != null && others.contains(other));
    }

    @Override
    public CompletionStage<List<UserId>> list(UserId user) {
        NavigableSet<UserId> others = blockedBy.get(user);
        return answer(others == null ? List.of() : List.copyOf(others));
    }
}
