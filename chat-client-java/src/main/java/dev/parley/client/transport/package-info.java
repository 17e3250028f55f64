/**
 * How a client reaches its server: whole messages both ways over one connection.
 *
 * <p>Start here: {@link dev.parley.client.transport.ClientTransport}, and its default
 * {@link dev.parley.client.transport.JdkWebSocketTransport}.
 */
@NullMarked
package dev.parley.client.transport;

import org.jspecify.annotations.NullMarked;
