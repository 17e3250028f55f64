/**
 * A client for Java: it connects and reconnects, keeps what it could not send yet, repairs gaps and keeps a copy of the
 * conversations it has seen, so that an application only says what to send and shows what it is told.
 *
 * <p>Start here: {@link dev.parley.client.ParleyClient} and {@link dev.parley.client.ClientListener}.
 */
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
