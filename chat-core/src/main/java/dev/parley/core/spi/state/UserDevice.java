package dev.parley.core.spi.state;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;

/**
 * A device, with the user whose it is. Immutable.
 *
 * @param user whose
 * @param device which
 */
public record UserDevice(UserId user, DeviceId device) {}
