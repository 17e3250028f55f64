package dev.parley.testkit.broken;

import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.spi.Store;
import java.util.concurrent.CompletionStage;

/** What every broken store has: stores that work, to take the place of one of. */
abstract class BrokenStore implements Store {

    final Stores working = InMemoryStores.create();

    @Override
    public String durability() {
        return working.durability();
    }

    @Override
    public CompletionStage<Void> check() {
        return working.logs().check();
    }
}
