package dev.parley.core.internal.fanout;

import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import java.time.Instant;
import java.util.Collection;

/** The sessions on this node, as fan-out sees them. Thread-safe; nothing here blocks. */
public interface LocalSessions {

    /**
     * Delivers to every session of some users. Deliveries from one thread of control to one session keep their order.
     *
     * @param users whose sessions
     * @param delivery what
     */
    void deliver(Collection<UserId> users, Delivery delivery);

    /**
     * The sessions that hear of conversations with too many members to go through.
     *
     * @return who follows what
     */
    Followers followers();

    /**
     * Tells whether a user has a session here.
     *
     * @param user who
     * @return true when there is one
     */
    boolean connected(UserId user);

    /**
     * Ends the sessions of a device.
     *
     * @param user whose device
     * @param device which
     * @param why the close code
     */
    void end(UserId user, DeviceId device, CloseCode why);

    /**
     * Ends the sessions of a device that registered before a session elsewhere did.
     *
     * @param user whose device
     * @param device which
     * @param registered when the newer session registered, as the store has it
     */
    void displace(UserId user, DeviceId device, Instant registered);
}
