/**
 * What one send asks of a real Cassandra, a real Redis and the bus, by the number of members.
 *
 * <p>Start here: {@link dev.parley.benchmarks.operations.OperationsMain}.
 */
@NullMarked
package dev.parley.benchmarks.operations;

import org.jspecify.annotations.NullMarked;
