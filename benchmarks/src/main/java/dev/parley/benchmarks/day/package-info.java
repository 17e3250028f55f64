/**
 * A day of fifty million users, a sample of them on real engines, on virtual time, from a seed: what engines ask of stores,
 * bus and directory hour by hour. {@code docs/capacity.md} says what came out.
 *
 * <p>Start here: {@link dev.parley.benchmarks.day.DayMain}, {@link dev.parley.benchmarks.day.Day}.
 */
@NullMarked
package dev.parley.benchmarks.day;

import org.jspecify.annotations.NullMarked;
