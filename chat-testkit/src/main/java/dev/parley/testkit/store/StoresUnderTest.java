package dev.parley.testkit.store;

import dev.parley.core.Stores;

/**
 * What an adapter's test gives to the contracts. Every test uses new random ids, so that all of them may share one
 * database, at the same time too. Implementations are thread-safe.
 */
public interface StoresUnderTest {

    /**
     * The stores under test, open; the contracts don't close them.
     *
     * @return the same stores or new ones over the same database, as the adapter likes
     */
    Stores stores();
}
