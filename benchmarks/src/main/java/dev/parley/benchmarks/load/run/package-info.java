/**
 * The orchestrator: starts servers and generators, runs rounds in turns, searches for the highest rate.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.run.Contest}.
 */
@NullMarked
package dev.parley.benchmarks.load.run;

import org.jspecify.annotations.NullMarked;
