package dev.parley.core.internal.session;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import java.time.Instant;

/** Hears of sessions. Thread-safe; called on the connection's own thread, so it hands on what takes time. */
public interface SessionListener {

    /**
     * A session said hello and is reached by deliveries now.
     *
     * @param user whose
     * @param device on which device
     * @param registered when it registered, as the store has it: later than every earlier session of the device
     */
    void opened(UserId user, DeviceId device, Instant registered);

    /**
     * A session that had opened ended.
     *
     * @param user whose
     * @param device on which device
     */
    void closed(UserId user, DeviceId device);
}
