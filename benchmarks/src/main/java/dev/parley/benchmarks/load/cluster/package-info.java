/**
 * One node against three on one real Cassandra and one real Redis: {@code docs/load-harness.md}, "A cluster".
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.cluster.ClusterMain}.
 */
@NullMarked
package dev.parley.benchmarks.load.cluster;

import org.jspecify.annotations.NullMarked;
