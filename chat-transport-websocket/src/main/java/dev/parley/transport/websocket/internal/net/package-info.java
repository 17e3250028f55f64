/** Connections below HTTP: caps, deadlines, TLS, event loops. */
@NullMarked
package dev.parley.transport.websocket.internal.net;

import org.jspecify.annotations.NullMarked;
