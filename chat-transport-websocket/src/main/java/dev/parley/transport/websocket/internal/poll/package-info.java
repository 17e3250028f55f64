/** Long-polling: sessions without a WebSocket. */
@NullMarked
package dev.parley.transport.websocket.internal.poll;

import org.jspecify.annotations.NullMarked;
