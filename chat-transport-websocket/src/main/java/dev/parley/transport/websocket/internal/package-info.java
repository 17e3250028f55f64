/** Who answers a request: the engine's own paths, then the host's. */
@NullMarked
package dev.parley.transport.websocket.internal;

import org.jspecify.annotations.NullMarked;
