/**
 * Parley under test, on each of its stores, put together as an embedding host would; and its clients.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.parley.ParleySubjects}.
 */
@NullMarked
package dev.parley.benchmarks.load.parley;

import org.jspecify.annotations.NullMarked;
