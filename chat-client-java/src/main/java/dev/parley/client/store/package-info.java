/**
 * What a client keeps between its lives: the outbox, which must survive, and a copy of what it has seen, which only
 * saves reading it again.
 *
 * <p>Start here: {@link dev.parley.client.store.ClientStore}; use {@link dev.parley.client.store.FileClientStore}.
 */
@NullMarked
package dev.parley.client.store;

import org.jspecify.annotations.NullMarked;
