/**
 * What an adapter implements. Each interface's Javadoc is its contract, in numbered rules; the conformance suites of
 * {@code chat-testkit} test them by number.
 *
 * <p>Start here: {@link dev.parley.core.spi.Store}, what all stores have in common; then
 * {@code dev.parley.core.spi.log.LogStore}, on whose {@code append} everything durable rests.
 */
@NullMarked
package dev.parley.core.spi;

import org.jspecify.annotations.NullMarked;
