/**
 * The session core behind a host's Jakarta WebSocket endpoint: all that a host must write.
 *
 * <p>Start here: {@link dev.parley.transport.websocket.jakarta.JakartaEndpoint}.
 */
@NullMarked
package dev.parley.transport.websocket.jakarta;

import org.jspecify.annotations.NullMarked;
