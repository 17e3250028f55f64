/** WebSocket, long-polling and the HTTP API on Netty. */
package dev.parley.transport.websocket;
