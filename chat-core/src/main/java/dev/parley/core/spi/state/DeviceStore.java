package dev.parley.core.spi.state;

import dev.parley.core.spi.Store;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.view.Device;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The users' devices. Thread-safe.
 *
 * <p>[10] {@code register} makes the device, or renews its name (unless the new one is empty) and {@code lastSeenAt} when
 * it is known; {@code createdAt} stays. [11] A revoked device stays revoked: registering it again is refused and changes
 * nothing. [12] A new device beyond {@code most} unrevoked ones is refused and changes nothing, also when several register
 * at once. [13] {@code list} returns unrevoked devices, the most recently seen first, equal ones by id. [14]
 * {@code revoke} of an unknown device is remembered too, and revoking twice is like revoking once.
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
     * Registers a device that connects.
     *
     * @param user whose
     * @param device the device; its {@code createdAt} counts only when it is new
     * @param most how many unrevoked devices the user may have
     * @return what came of it
     */
    CompletionStage<Registration> register(UserId user, Device device, int most);

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
}
