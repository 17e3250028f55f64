package dev.parley.protocol;

/** One frame of the protocol. All kinds are immutable. */
public sealed interface Frame {

    /**
     * A client asks for something.
     *
     * @param id chosen by the client, echoed in the reply; 0 when no reply is wanted
     * @param command what it asks for
     */
    record Request(long id, Command command) implements Frame {}

    /**
     * A client asks for something that cannot be read. Its codec says why, so that the server can answer.
     *
     * @param id the id, or 0 when not even that could be read
     * @param error {@code bad_request} or {@code unknown_command}
     */
    record Unreadable(long id, WireError error) implements Frame {}

    /**
     * The server did it.
     *
     * @param id the request's id
     * @param result what came of it
     */
    record Ok(long id, Result result) implements Frame {}

    /**
     * The server did not do it.
     *
     * @param id the request's id
     * @param error why
     */
    record Failed(long id, WireError error) implements Frame {}

    /**
     * Something happened.
     *
     * @param event what
     */
    record Pushed(Event event) implements Frame {}
}
