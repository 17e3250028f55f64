/**
 * From what a connection, a message and a catch-up cost to how many machines a workload needs. {@code docs/capacity.md}.
 *
 * <p>Start here: {@link dev.parley.benchmarks.capacity.CapacityMain}, {@link dev.parley.benchmarks.capacity.Capacity}.
 */
@NullMarked
package dev.parley.benchmarks.capacity;

import org.jspecify.annotations.NullMarked;
