/**
 * The ceilings: servers that carry messages and do nothing else, on bare Netty. What stands between them and Parley is what
 * Parley's guarantees cost.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.relay.RelaySubjects}.
 */
@NullMarked
package dev.parley.benchmarks.load.relay;

import org.jspecify.annotations.NullMarked;
