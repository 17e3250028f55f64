package dev.parley.core.spi.state;

import dev.parley.core.spi.Store;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The users' devices. Thread-safe.
 *
 * <p>[10] {@code register} makes the device, or renews its name (unless the new one is empty) and {@code lastSeenAt} when
 * it is known; {@code createdAt} stays. What is stored as {@code lastSeenAt} is later than at every earlier registration of
 * the device, whatever the clocks say: its registrations have one order. [11] A revoked device stays revoked: registering it again is refused and changes
 * nothing. [12] A new device beyond {@code most} unrevoked ones is refused and changes nothing, also when several register
 * at once. [13] {@code list} returns unrevoked devices, the most recently seen first, equal ones by id. [14]
 * {@code revoke} of an unknown device is remembered too, and revoking twice is like revoking once. [15] {@code revoked}
 * tells which of some devices were revoked, also those that never registered.
 */
public interface DeviceStore extends Store {

    /** What came of a registration. */
    enum Registration {
        /** The device may connect. */
        REGISTERED,

        /** The device was revoked. */
        REVOKED,

        /** The user has as many devices as are allowed. */
        TOO_MANY
    }

    /**
     * A registration that was answered. Immutable.
     *
     * @param registration what came of it
     * @param at the device's {@code lastSeenAt} as it is stored now; the epoch when it was refused
     */
    record Registered(Registration registration, Instant at) {

        /**
         * A registration that changed nothing.
         *
         * @param why why not
         * @return the answer
         */
        public static Registered refused(Registration why) {
            return new Registered(why, Instant.EPOCH);
        }
    }

    /**
     * Registers a device that connects.
     *
     * @param user whose
     * @param device the device; its {@code createdAt} counts only when it is new
     * @param most how many unrevoked devices the user may have
     * @return what came of it
     */
    CompletionStage<Registered> register(UserId user, Device device, int most);

    /**
     * Lists a user's devices.
     *
     * @param user whose
     * @return the unrevoked devices
     */
    CompletionStage<List<Device>> list(UserId user);

    /**
     * Revokes a device.
     *
     * @param user whose
     * @param device which
     * @return completes when that is durable
     */
    CompletionStage<Void> revoke(UserId user, DeviceId device);

    /**
     * Finds those that were revoked.
     *
     * @param devices which, at most 1,000
     * @return those of them that were revoked
     */
    CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> devices);
}
