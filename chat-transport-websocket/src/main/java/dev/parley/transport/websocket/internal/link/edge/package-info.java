/** The connection node's end of links. */
@NullMarked
package dev.parley.transport.websocket.internal.link.edge;

import org.jspecify.annotations.NullMarked;
