package dev.parley.transport.websocket.options;

import dev.parley.model.internal.Checks;

/**
 * Limits of WebSocket messages. Immutable.
 *
 * @param message the largest message from a client, in bytes, 1 or more; more closes with 1009; default 1 MiB
 * @param fragments the most fragments of a message, 1 or more; more closes with 1009; default 256
 * @param outgoing up to how many bytes frames are put together in one message to the client, 1 or more; default
 *     64 KiB
 * @param compression how many bytes decompression may make of a frame, given up between that and twice as many; 0 turns
 *     permessage-deflate (RFC 7692) off. {@code message} counts decompressed bytes, and exactly. Compression costs memory
 *     and time per message, and lengths of compressed messages tell of their content; default 0
 */
public record WebSocketOptions(int message, int fragments, int outgoing, int compression) {

    /** Messages to 1 MiB in at most 256 fragments, 64 KiB put together, no compression. */
    public static final WebSocketOptions DEFAULT = new WebSocketOptions(1024 * 1024, 256, 64 * 1024, 0);

    public WebSocketOptions {
        Checks.atLeast("message", message, 1);
        Checks.atLeast("fragments", fragments, 1);
        Checks.atLeast("outgoing", outgoing, 1);
        Checks.atLeast("compression", compression, 0);
    }

    /**
     * The same with compression, bounded by the largest message.
     *
     * @return the options
     */
    public WebSocketOptions compressed() {
        return new WebSocketOptions(message, fragments, outgoing, message);
    }
}
