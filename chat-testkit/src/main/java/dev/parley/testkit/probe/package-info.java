/**
 * A small client for tests of servers and adapters: it says what the test says, follows the protocol's rules for what it is
 * pushed, hides nothing by retrying, and records all of it in a history.
 *
 * <p>Start here: {@link dev.parley.testkit.probe.ClientProbe}; a {@link dev.parley.testkit.probe.ProbeTransport} takes it to a
 * server.
 */
@NullMarked
package dev.parley.testkit.probe;

import org.jspecify.annotations.NullMarked;
