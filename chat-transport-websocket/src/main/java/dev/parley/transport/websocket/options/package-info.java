/**
 * Settings of the transport, with their defaults. {@code docs/limits.md} lists them all.
 *
 * <p>Start here: {@link dev.parley.transport.websocket.options.ServerOptions}.
 */
@NullMarked
package dev.parley.transport.websocket.options;

import org.jspecify.annotations.NullMarked;
