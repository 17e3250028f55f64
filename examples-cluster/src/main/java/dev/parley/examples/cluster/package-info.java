/**
 * A whole cluster on one machine: three nodes, each a process, with real servers behind them and a balancer before them.
 *
 * <p>Start here: {@link dev.parley.examples.cluster.ClusterExample} and {@link dev.parley.examples.cluster.ClusterNode}.
 */
@NullMarked
package dev.parley.examples.cluster;

import org.jspecify.annotations.NullMarked;
