package dev.parley.model;

import dev.parley.model.internal.Ids;

/**
 * The id of one device of a user, as the client that runs on it names itself: an opaque string. Immutable.
 *
 * @param value 1 to 128 characters, none of them a control character or a lone surrogate
 */
public record DeviceId(String value) implements Comparable<DeviceId> {

    public DeviceId {
        Ids.check("device id", value);
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
