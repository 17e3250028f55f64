/** What connection nodes and engine nodes say to each other: records on a TCP connection, as docs/roles.md describes them. */
@NullMarked
package dev.parley.transport.websocket.internal.link;

import org.jspecify.annotations.NullMarked;
