package dev.parley.transport.websocket.internal.link;

/** What a record is: its first byte. A kind that is not known is skipped (G18). Stateless. */
public final class Kinds {

    /** The connection node's terms. */
    public static final int HELLO = 1;

    /** The engine node's terms, and its proof. */
    public static final int CHALLENGE = 2;

    /** The connection node's proof. */
    public static final int PROOF = 3;

    /** The link is open: how many clients the engine node has, and whether it takes more. */
    public static final int READY = 4;

    /** Why the other side closes the link, as text. */
    public static final int FAULT = 5;

    /** Asks for a {@link #PONG}. */
    public static final int PING = 6;

    /** The answer; the engine node's says how many clients it has. */
    public static final int PONG = 7;

    /** The engine node takes no more clients. */
    public static final int DRAINING = 8;

    /** A client came. */
    public static final int OPEN = 16;

    /** Frames from or for a client. */
    public static final int MESSAGE = 17;

    /** So many bytes of a client were taken. */
    public static final int CREDIT = 18;

    /** The engine ends a client's session. */
    public static final int CLOSE = 19;

    /** A client is gone: the last that is said of it. */
    public static final int GONE = 20;

    /** An HTTP request. */
    public static final int CALL = 32;

    /** Its answer. */
    public static final int REPLY = 33;

    private Kinds() {}
}
