package dev.parley.client.store;

import dev.parley.protocol.Command;

/**
 * One row of the outbox. Immutable.
 *
 * @param id its place in the outbox: positive, ascending in the order of submission
 * @param command a command with an idempotency key
 */
public record StoredWrite(long id, Command command) {}
