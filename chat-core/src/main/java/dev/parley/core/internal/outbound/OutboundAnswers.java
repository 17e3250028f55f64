package dev.parley.core.internal.outbound;

import dev.parley.core.internal.log.PageBytes;
import dev.parley.core.session.EncodedFrame;
import dev.parley.protocol.FrameCodec;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link OutboundQueue} knows of answers: the requests under way, the bytes of what waits, pages being made, and
 * the part of a sync that was read. The queue guards it.
 */
final class OutboundAnswers {

    /** Refusals that may wait beside the replies to requests under way. */
    private static final int REFUSALS = 64;

    private final int limit;
    private final int requests;

    private int underWay;
    private int waiting;
    private long smallBytes;
    private long largeBytes;
    /** Answers being made that may become as large as a page. */
    private int making;

    private @Nullable ArrayDeque<EncodedFrame> backlog;
    private boolean last;
    private boolean wants;
    private boolean syncing;

    OutboundAnswers(int limit, int requests) {
        this.limit = limit;
        this.requests = requests;
    }

    /** Lets a request in; one that is answered with a page waits for its turn, so the bytes that wait do not refuse it. */
    boolean begin(boolean page) {
        if (underWay >= requests || (!page && smallBytes >= limit)) {
            return false;
        }
        underWay++;
        return true;
    }

    void done() {
        underWay--;
    }

    int underWay() {
        return underWay;
    }

    /** A page may be made while those that wait, and as much as those that are being made may grow to, leave room. */
    boolean pageBegins() {
        if (smallBytes + largeBytes + (long) making * PageBytes.MOST >= limit) {
            return false;
        }
        making++;
        return true;
    }

    void pageEnds() {
        making--;
    }

    /** Bytes that may still be added to what waits. */
    long room() {
        return Math.max(0, limit - smallBytes - largeBytes);
    }

    /** Adds a reply; false when more wait than can be answers to requests. */
    boolean add(OutboundNode reply) {
        count(reply, 1);
        return waiting <= requests + REFUSALS;
    }

    /** A reply is written. */
    void remove(OutboundNode reply) {
        count(reply, -1);
        underWay -= reply.counted ? 1 : 0;
    }

    private void count(OutboundNode reply, int sign) {
        waiting += sign;
        if (reply.page) {
            largeBytes += (long) sign * reply.size;
        } else {
            smallBytes += (long) sign * reply.size;
        }
    }

    boolean syncBegins() {
        if (syncing) {
            return false;
        }
        syncing = true;
        return true;
    }

    boolean syncs() {
        return syncing;
    }

    void syncEnds() {
        syncing = false;
    }

    /** Takes over a part of what the client missed. */
    void syncReads(ArrayDeque<EncodedFrame> frames, long bytes, boolean isLast) {
        making--;
        backlog = frames;
        largeBytes += bytes;
        last = isLast;
    }

    boolean backlogWaits() {
        return backlog != null;
    }

    /** The next frame of the part, which is there. */
    EncodedFrame nextOfBacklog(FrameCodec codec) {
        ArrayDeque<EncodedFrame> frames = backlog;
        if (frames == null) {
            throw new IllegalStateException("no backlog");
        }
        EncodedFrame next = frames.remove();
        largeBytes -= next.bytes(codec).length;
        if (frames.isEmpty()) {
            backlog = null;
            wants = !last;
        }
        return next;
    }

    /** Ends the sync if its last part is written; tells whether that is so. */
    boolean syncIsWritten() {
        if (backlog != null || !last) {
            return false;
        }
        last = false;
        underWay--;
        syncing = false;
        return true;
    }

    /** Tells once whether a part was written and there are more. */
    boolean syncWants() {
        boolean wanted = wants;
        wants = false;
        return wanted;
    }

    void clear() {
        backlog = null;
        wants = false;
    }
}
