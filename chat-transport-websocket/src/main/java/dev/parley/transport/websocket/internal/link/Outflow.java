package dev.parley.transport.websocket.internal.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the other end of one stream, in order: as much as the other side has given credit for, and what is larger than
 * that alone. The rest waits. Confined to the link's event loop.
 */
public final class Outflow {

    private final int window;
    private final int together;
    private final boolean lines;
    /** Null while nothing waits: an idle client costs no queue. */
    private @Nullable ArrayDeque<byte[]> waiting;

    private long waitingBytes;
    private long credit;

    /**
     * Nothing is under way.
     *
     * @param window how many bytes may be
     * @param together up to how many bytes frames are put together in one message
     * @param lines whether line feeds separate them
     */
    public Outflow(int window, int together, boolean lines) {
        this.window = window;
        this.together = together;
        this.lines = lines;
        this.credit = window;
    }

    /**
     * Puts frames at the end.
     *
     * @param frames the frames
     */
    public void add(byte[] frames) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(frames);
        waitingBytes += frames.length;
    }

    /**
     * The other side took something.
     *
     * @param bytes how much
     * @throws LinkViolation when it was never sent so much
     */
    public void credit(int bytes) {
        if (bytes <= 0 || credit + bytes > window) {
            throw new LinkViolation("a credit of " + bytes + " bytes (expected: 1.." + (window - credit) + ")");
        }
        credit += bytes;
    }

    /**
     * How much is not taken yet.
     *
     * @return bytes that wait or are under way
     */
    public long untaken() {
        return waitingBytes + window - credit;
    }

    /**
     * Sends what can be sent.
     *
     * @param link the link
     * @param stream which stream
     * @param all whether credit and the link's own state do not matter, because it is the end
     * @return false when the link has no room now
     */
    public boolean drain(LinkHandler link, int stream, boolean all) {
        while (waiting != null && (all || credit > 0)) {
            if (!all && !link.writable()) {
                return false;
            }
            send(link, stream, waiting, all ? Long.MAX_VALUE : credit);
        }
        return true;
    }

    private void send(LinkHandler link, int stream, ArrayDeque<byte[]> frames, long most) {
        List<byte[]> message = new ArrayList<>();
        int size = 0;
        int content = 0;
        for (byte[] next = frames.peek(); next != null; next = frames.peek()) {
            if (size > 0 && (size + 1 + next.length > together || content + next.length > most)) {
                break;
            }
            frames.poll();
            message.add(next);
            content += next.length;
            size += next.length + (size > 0 && lines ? 1 : 0);
        }
        waitingBytes -= content;
        credit -= size; // the other side counts what came, line feeds included
        if (frames.isEmpty()) {
            waiting = null;
        }
        link.message(stream, message, size, lines);
    }
}
