/**
 * A million sessions in one process, without sockets: what the session core keeps for a device that is connected and silent.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.sessions.SessionsMain}.
 */
@NullMarked
package dev.parley.benchmarks.load.sessions;

import org.jspecify.annotations.NullMarked;
