/**
 * A TCP proxy that misbehaves on demand, to put between a client and a server, or between an engine and its database.
 *
 * <p>Start here: {@link dev.parley.testkit.proxy.FaultProxy}.
 */
@NullMarked
package dev.parley.testkit.proxy;

import org.jspecify.annotations.NullMarked;
