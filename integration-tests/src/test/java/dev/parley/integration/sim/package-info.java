/**
 * A real engine and real clients in one thread on virtual time, with a network in between that is slow or breaks.
 *
 * <p>Start here: {@link dev.parley.integration.sim.SimNet}.
 */
package dev.parley.integration.sim;
