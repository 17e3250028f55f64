/** Tests of the WebSocket below the sessions. Start here: {@code AutobahnIT}. */
@NullMarked
package dev.parley.transport.websocket.internal.ws;

import org.jspecify.annotations.NullMarked;
