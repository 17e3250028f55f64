package dev.parley.benchmarks.load.talk;

/**
 * A connection, as its talk sees it. What is written goes out when the event loop's turn ends. Confined to that event loop.
 */
public interface Client {

    /** Which user this is. */
    int user();

    /** Writes a message made of a template. */
    void write(Template template, long stamp);

    /** Writes a message. */
    void write(boolean binary, byte[] payload, int length);

    /** Greeting, or joining, is done. */
    void ready();

    /** The server answered a send of this user. */
    void acked(long stamp);

    /**
     * A message came.
     *
     * @return whether its sender waits for a receipt: it is the first time, somebody else sent it, and the scene has
     *     receipts
     */
    boolean delivered(long stamp);

    /** The server asked whether the client is there, and was answered. */
    void pinged();

    /** The receipt for a message of this user came. */
    void receipted(long stamp);

    /** The server refused something, or said something that nobody understands; the run is void. */
    void failed(String what);
}
