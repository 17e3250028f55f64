package dev.parley.core;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf something is done. The engine applies the user's rights, whoever calls. Immutable.
 *
 * @param user the user, or {@link UserId#SYSTEM}, who may do everything
 * @param device the user's device, or null in-process
 */
public record Actor(UserId user, @Nullable DeviceId device) {

    /** The system itself: posts without being a member, and is refused nothing. */
    public static final Actor SYSTEM = new Actor(UserId.SYSTEM, null);

    /**
     * A user, in-process.
     *
     * @param user the user
     * @return the actor
     */
    public static Actor user(UserId user) {
        return new Actor(user, null);
    }

    /**
     * A user, in-process.
     *
     * @param user the user's id
     * @return the actor
     */
    public static Actor user(String user) {
        return user(new UserId(user));
    }

    /**
     * Tells whether this is the system.
     *
     * @return true for {@link #SYSTEM}
     */
    public boolean system() {
        return user.equals(UserId.SYSTEM);
    }
}
