package dev.parley.core.service;

import dev.parley.core.Actor;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.protocol.Command;
import dev.parley.view.MemberMarks;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Moves high-water marks and tells them (G9). Thread-safe; nothing blocks. */
public interface Receipts {

    /**
     * Says how far the actor is. A stale receipt changes nothing and is told to nobody.
     *
     * @param actor who, on which device
     * @param receipt how far
     * @return the actor's marks now; fails with {@code invalid_seq} past the head, {@code not_found}
     */
    CompletionStage<Marks> advance(Actor actor, Command.Receipt receipt);

    /**
     * Asks how far every member is, as far as they show it: whoever's read mark is at or above a message's seq has read
     * it.
     *
     * @param actor a member
     * @param conversation one whose fan-out is on write
     * @return member by member; fails with {@code not_found}, and {@code forbidden} where fan-out is on read
     */
    CompletionStage<List<MemberMarks>> marks(Actor actor, ConversationId conversation);
}
