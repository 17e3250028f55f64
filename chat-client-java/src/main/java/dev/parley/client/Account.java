package dev.parley.client;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.view.Device;
import dev.parley.view.Presence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What belongs to the user and to no conversation: devices, blocked users, whose presence is watched. Stages fail as
 * those of {@link Conversations}. Thread-safe.
 */
public interface Account {

    /**
     * Watches the presence of some users instead of those watched before, on this connection and on later ones. What
     * is known now and what changes comes to {@link ClientListener#presence}.
     *
     * @param users whom; empty to watch nobody
     */
    void watch(Set<UserId> users);

    /**
     * The presence of a watched user, as far as known.
     *
     * @param user whose
     * @return the presence, or empty when not connected or not watched
     */
    Optional<Presence> presence(UserId user);

    /**
     * Lists one's devices.
     *
     * @return most recently seen first
     */
    CompletionStage<List<Device>> devices();

    /**
     * Revokes one of one's devices: its session closes, and it cannot connect again.
     *
     * @param device which
     * @return completes when done
     */
    CompletionStage<Void> revoke(DeviceId device);

    /**
     * Blocks a user's direct messages, or lets them through again.
     *
     * @param user whom
     * @param blocked false to unblock
     * @return completes when done
     */
    CompletionStage<Void> block(UserId user, boolean blocked);

    /**
     * Lists the users whom one blocks.
     *
     * @return their ids
     */
    CompletionStage<List<UserId>> blocked();
}
