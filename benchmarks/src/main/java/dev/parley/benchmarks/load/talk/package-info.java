/**
 * How a client of a server talks, as the load generator sees it: a {@link dev.parley.benchmarks.load.talk.Dialect} makes a
 * {@link dev.parley.benchmarks.load.talk.Talk} for each connection, which writes to and tells its {@link
 * dev.parley.benchmarks.load.talk.Client}. All calls are on one event loop.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.talk.Talk}.
 */
@NullMarked
package dev.parley.benchmarks.load.talk;

import org.jspecify.annotations.NullMarked;
