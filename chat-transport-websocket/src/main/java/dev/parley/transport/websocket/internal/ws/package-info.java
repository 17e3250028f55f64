/** WebSocket (RFC 6455): the upgrade, frames in, frames out. */
@NullMarked
package dev.parley.transport.websocket.internal.ws;

import org.jspecify.annotations.NullMarked;
