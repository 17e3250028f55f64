/**
 * The load generator, a process of its own. Each of its threads drives the users of whole conversations: it sends on a fixed
 * schedule whatever the server does (open loop), measures from the time at which a message was to be sent, and accounts for
 * every message.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.generator.Driver}, {@link dev.parley.benchmarks.load.generator.Ledger}.
 */
@NullMarked
package dev.parley.benchmarks.load.generator;

import org.jspecify.annotations.NullMarked;
