/**
 * The protocol's state machine, without a socket: decoded frames in, frames out. Transports are thin shells around it.
 *
 * <p>Start here: {@link dev.parley.core.session.Sessions} and {@link dev.parley.core.session.SessionConnection}.
 */
@NullMarked
package dev.parley.core.session;

import org.jspecify.annotations.NullMarked;
