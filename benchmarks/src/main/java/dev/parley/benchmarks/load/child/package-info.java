/**
 * Processes: starting them, talking to them by lines, and what Linux says of them in {@code /proc}.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.child.Child}, {@link dev.parley.benchmarks.load.child.ProcFiles}.
 */
@NullMarked
package dev.parley.benchmarks.load.child;

import org.jspecify.annotations.NullMarked;
