package dev.parley.transport.websocket.internal.link;

import java.io.Serial;

/** The other side of a link broke its rules. Immutable. */
public final class LinkViolation extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A broken rule.
     *
     * @param message what was wrong, told to the other side; without secrets
     */
    public LinkViolation(String message) {
        super(message, null, false, false);
    }
}
