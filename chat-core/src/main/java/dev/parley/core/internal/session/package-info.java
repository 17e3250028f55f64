/**
 * The server's end of a connection, without the connection: what a client may say when, and how much waits for it.
 *
 * <p>Start here: {@link dev.parley.core.internal.session.SessionRegistry}, then {@code SessionCore}.
 */
@NullMarked
package dev.parley.core.internal.session;

import org.jspecify.annotations.NullMarked;
