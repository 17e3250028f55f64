package dev.parley.core.internal.write;

import dev.parley.core.Actor;
import dev.parley.core.internal.id.Fingerprints;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.Origin;

/**
 * What somebody wants to write, as submitted: its identity for retries. Immutable.
 *
 * @param actor who
 * @param conversation where
 * @param origin who and under what key
 * @param submitted the body as the client submitted it
 * @param fingerprint of {@code submitted}, so that what an interceptor makes of it does not matter
 */
public record Writing(
        Actor actor, ConversationId conversation, Origin origin, EntryBody submitted, String fingerprint) {

    /** Takes a submission. */
    public static Writing of(Actor actor, ConversationId conversation, String key, EntryBody submitted) {
        return new Writing(
                actor,
                conversation,
                new Origin(actor.user(), actor.device(), key),
                submitted,
                Fingerprints.of(submitted));
    }
}
