package dev.parley.core.internal.presence;

import dev.parley.core.Actor;
import dev.parley.model.UserId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Whose presence somebody may see. Thread-safe; does not block. */
@FunctionalInterface
public interface Visibility {

    /**
     * Picks those who may be seen.
     *
     * @param actor who looks
     * @param users at whom
     * @return those of them whom the actor may see
     */
    CompletionStage<Set<UserId>> visible(Actor actor, Collection<UserId> users);
}
