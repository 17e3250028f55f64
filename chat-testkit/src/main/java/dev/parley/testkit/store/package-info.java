/**
 * What every store contract needs: the stores under test, and ways to break them.
 *
 * <p>Start here: {@link dev.parley.testkit.store.StoresUnderTest}, which an adapter's test implements, and {@link
 * dev.parley.testkit.store.FaultyStores}, stores that fail on demand.
 */
@NullMarked
package dev.parley.testkit.store;

import org.jspecify.annotations.NullMarked;
