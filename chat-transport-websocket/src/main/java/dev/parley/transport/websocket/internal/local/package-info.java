/** The engine in this process. */
@NullMarked
package dev.parley.transport.websocket.internal.local;

import org.jspecify.annotations.NullMarked;
