package dev.parley.core.internal.session;

import dev.parley.core.AdmissionOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.SessionOptions;
import dev.parley.model.internal.Copies;
import java.util.Map;

/**
 * What sessions are bound by. Immutable.
 *
 * @param options limits and times
 * @param rates token buckets
 * @param admission how many come in at once
 * @param onWrite up to how many members fan-out is on write; a conversation with more is followed
 * @param limits what the welcome says of the server's limits
 */
public record SessionSettings(
        SessionOptions options, RateOptions rates, AdmissionOptions admission, int onWrite, Map<String, Long> limits) {
    public SessionSettings {
        limits = Copies.of(limits);
    }
}
