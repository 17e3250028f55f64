/**
 * What the host serves on the chat's port beside the chat: handlers of its own and files from the class path.
 *
 * <p>Start here: {@link dev.parley.transport.websocket.http.HttpRoutes}.
 */
@NullMarked
package dev.parley.transport.websocket.http;

import org.jspecify.annotations.NullMarked;
