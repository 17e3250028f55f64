/**
 * The real servers that the nodes of a cluster share.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.backend.Backends}.
 */
@NullMarked
package dev.parley.benchmarks.load.backend;

import org.jspecify.annotations.NullMarked;
