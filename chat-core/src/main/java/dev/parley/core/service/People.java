package dev.parley.core.service;

import dev.parley.core.Actor;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.view.Device;
import dev.parley.view.Presence;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Devices, blocks, presence and typing. Thread-safe; nothing blocks. */
public interface People {

    /**
     * Lists the actor's devices.
     *
     * @param actor whose
     * @return the devices, most recently seen first
     */
    CompletionStage<List<Device>> devices(Actor actor);

    /**
     * Revokes one of the actor's devices: its session closes with a terminal code, and it cannot come back.
     *
     * @param actor whose
     * @param device which
     * @return completes when that is durable
     */
    CompletionStage<Void> revokeDevice(Actor actor, DeviceId device);

    /**
     * Blocks a user's direct messages, or lets them through again. The blocked user is not told: sending answers {@code
     * forbidden}, as it does where the host's policy refuses.
     *
     * @param actor who blocks
     * @param user whom
     * @param blocked false to unblock
     * @return completes when that is durable
     */
    CompletionStage<Void> block(Actor actor, UserId user, boolean blocked);

    /**
     * Lists whom the actor blocks.
     *
     * @param actor who
     * @return the blocked users, by ascending id
     */
    CompletionStage<List<UserId>> blocked(Actor actor);

    /**
     * Asks who is there. Users whom the actor may not see are shown offline.
     *
     * @param actor who asks
     * @param users whom for, at most as many as a session may watch
     * @return the presence of each
     */
    CompletionStage<List<Presence>> presences(Actor actor, Collection<UserId> users);

    /**
     * Tells the other members that the actor is typing, or stopped; at most once, never stored (G15).
     *
     * @param actor who
     * @param conversation where
     * @param active false for stopped
     * @return completes when it is on its way; fails with {@code not_found}
     */
    CompletionStage<Void> typing(Actor actor, ConversationId conversation, boolean active);
}
