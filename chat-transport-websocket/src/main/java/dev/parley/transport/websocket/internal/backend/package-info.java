/** What stands behind the transport: an engine in this process, or links to engine nodes. */
@NullMarked
package dev.parley.transport.websocket.internal.backend;

import org.jspecify.annotations.NullMarked;
