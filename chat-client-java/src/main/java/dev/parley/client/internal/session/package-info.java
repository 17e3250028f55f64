/**
 * The session with the server: connecting, signing in, staying alive, coming back, and requests with their replies.
 *
 * <p>Start here: {@link dev.parley.client.internal.session.Session}.
 */
@NullMarked
package dev.parley.client.internal.session;

import org.jspecify.annotations.NullMarked;
