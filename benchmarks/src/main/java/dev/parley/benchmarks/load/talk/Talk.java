package dev.parley.benchmarks.load.talk;

import io.netty.buffer.ByteBuf;

/** One connection's side of the talk. Confined to the event loop of its client. */
public interface Talk {

    /** The WebSocket is open: sign in, subscribe; call {@link Client#ready} when that is done. */
    void greet();

    /** All clients have greeted: make the conversation, if that is to be done; {@link Client#ready} once more. */
    void join();

    /**
     * Sends a message of {@link Stamps#TEXT} characters to the user's conversation.
     *
     * @param stamp what the text must begin with: {@link Stamps}
     */
    void send(long stamp);

    /**
     * A whole message came. The talk tells its client what it was: {@link Client#acked}, {@link Client#delivered}, {@link
     * Client#receipted}, {@link Client#failed}; whatever it does not expect is a failure.
     *
     * @param message what came, from its reader index to its writer index; not to be kept
     */
    void receive(ByteBuf message);
}
