package dev.parley.transport.websocket.internal.ws;

/**
 * Where the whole messages of one WebSocket go once the rules of RFC 6455 and the limits are kept. Confined to the
 * channel's event loop.
 */
interface Messages {

    /** The upgrade is answered: messages may come. */
    void open(long acceptedAtMillis);

    /** Tells whether messages of a kind are taken at all; asked at their first fragment. */
    boolean takes(boolean text);

    /** A whole message; a text is valid UTF-8. */
    void receive(boolean text, byte[] bytes);

    /** The connection can be written to again, or can no more. */
    void writabilityChanged();

    /** The connection is gone; the last call. */
    void gone();
}
