/** The transport over real sockets on loopback. */
@NullMarked
package dev.parley.transport.websocket;

import org.jspecify.annotations.NullMarked;
