package dev.parley.core.internal.session;

import dev.parley.core.RateOptions;
import dev.parley.core.SessionOptions;
import dev.parley.model.internal.Copies;
import java.util.Map;

/**
 * What sessions are bound by. Immutable.
 *
 * @param options limits and times
 * @param rates token buckets
 * @param limits what the welcome says of the server's limits
 */
public record SessionSettings(SessionOptions options, RateOptions rates, Map<String, Long> limits) {
    public SessionSettings {
        limits = Copies.of(limits);
    }
}
