/** HTTP requests in general, and the HTTP API of the engine. */
@NullMarked
package dev.parley.transport.websocket.internal.web;

import org.jspecify.annotations.NullMarked;
