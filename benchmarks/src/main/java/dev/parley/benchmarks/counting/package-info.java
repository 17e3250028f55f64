/**
 * What engines ask of their stores, their bus and their directory, counted.
 *
 * <p>Start here: {@link dev.parley.benchmarks.counting.Counted}.
 */
@NullMarked
package dev.parley.benchmarks.counting;

import org.jspecify.annotations.NullMarked;
