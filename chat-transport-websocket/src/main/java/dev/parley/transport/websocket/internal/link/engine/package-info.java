/** The engine node's end of links. */
@NullMarked
package dev.parley.transport.websocket.internal.link.engine;

import org.jspecify.annotations.NullMarked;
