/**
 * The load harness: {@code docs/load-harness.md} says how to run it and what its figures mean. An orchestrator starts servers
 * under test and load generators, each a process of its own, has the generators run rounds against the servers in turns, and
 * reports.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.LoadMain}, {@link dev.parley.benchmarks.load.Subjects}; to add a server,
 * {@link dev.parley.benchmarks.load.subject}.
 */
@NullMarked
package dev.parley.benchmarks.load;

import org.jspecify.annotations.NullMarked;
