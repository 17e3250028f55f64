package dev.parley.core.spi.log;

import dev.parley.model.EntryBody;
import dev.parley.model.Origin;
import java.time.Instant;
import java.util.UUID;

/**
 * An entry that has no seq yet. Immutable.
 *
 * @param id its id
 * @param origin who makes it, under what key
 * @param fingerprint tells whether two entries under one key mean the same: 64 hexadecimal digits, computed from what
 *     the client submitted
 * @param time the server's time, in whole milliseconds
 * @param body what it does
 */
public record NewEntry(UUID id, Origin origin, String fingerprint, Instant time, EntryBody body) {}
