/**
 * WebSocket, long-polling and the HTTP API on Netty: thin shells around the engine's session core.
 *
 * <p>Start here: {@link dev.parley.transport.websocket.ChatServer} for a port of one's own, {@link
 * dev.parley.transport.websocket.ChatEndpoint} for a place in one's own Netty pipeline; {@link dev.parley.transport.websocket.EngineLinks} and {@link
 * dev.parley.transport.websocket.EnginePort} when sockets and engine are in processes of their own.
 */
@NullMarked
package dev.parley.transport.websocket;

import org.jspecify.annotations.NullMarked;
