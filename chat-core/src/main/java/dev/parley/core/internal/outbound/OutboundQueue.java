package dev.parley.core.internal.outbound;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.session.EncodedFrame;
import dev.parley.model.ConversationId;
import dev.parley.protocol.Event;
import dev.parley.protocol.FrameCodec;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client, bounded (G12). Events that coalesce replace each other. When events would
 * exceed their bytes, entries give way to hints: only each conversation's highest seq is remembered until half is
 * written; typing and presence are dropped (G15). What can be neither dropped nor said shorter overruns the queue, which
 * ends the session. Replies are never dropped: requests are not taken while too much of them waits. Thread-safe: its
 * monitor is held for a few steps and never while anything else is called, except the encoding of hints.
 */
public final class OutboundQueue {

    /** What the caller of an addition does next. */
    public enum Next {
        /** Nothing: it is taken care of. */
        NOTHING,
        /** Have the queue written. */
        WRITE,
        /** End the session: it reads too slowly. */
        END
    }

    /** What a hint costs at most beyond its conversation's id. */
    private static final int HINT_BYTES = 64;

    private static final int MOST_BYTES_PER_CHARACTER = 3;

    /** Refusals that may wait beside the replies to requests under way. */
    private static final int REFUSALS = 64;

    private final FrameCodec codec;
    private final int limit;
    private final int requests;

    private @Nullable OutboundNode head;
    private @Nullable OutboundNode tail;
    private int replies;
    private long eventBytes;
    private long replyBytes;
    private int underWay;
    private boolean writing;
    private boolean closed;
    /** By coalescing key, and inbox rows by their conversation; null while empty. */
    private @Nullable Map<Object, OutboundNode> keyed;
    /** Heads to hint at once half is written; null while entries are pushed. */
    private @Nullable Map<ConversationId, Long> hints;

    private long hintBytes;

    private @Nullable ArrayDeque<EncodedFrame> backlog;
    private boolean backlogWaits;
    private boolean syncing;
    private final OutboundRepeats repeats = new OutboundRepeats();

    public OutboundQueue(FrameCodec codec, int limit, int requests) {
        this.codec = codec;
        this.limit = limit;
        this.requests = requests;
    }

    /** Adds an event. */
    public Next push(Delivery delivery) {
        Event event = delivery.event();
        int size = delivery.frame().bytes(codec).length;
        synchronized (this) {
            if (closed) {
                return Next.NOTHING;
            }
            if (!repeats.note(delivery)) {
                return Next.END;
            }
            return add(delivery, event, size);
        }
    }

    private Next add(Delivery delivery, Event event, int size) {
        if (hints != null && hintable(event)) {
            return hint(event);
        }
        Object key = key(delivery);
        OutboundNode same = key == null || keyed == null ? null : keyed.get(key);
        if (same != null) {
            eventBytes += size - same.size;
            same.replace(delivery, size);
            return eventBytes > limit && head != tail ? shed() : wake();
        }
        if (eventBytes + size > limit && eventBytes > 0) {
            Next shed = shed();
            if (shed == Next.END || hintable(event)) {
                return shed == Next.END ? shed : hint(event);
            }
            if (ephemeral(event)) {
                return Next.NOTHING;
            }
            if (eventBytes + size > limit) {
                return Next.END;
            }
        }
        OutboundNode node = new OutboundNode(delivery.frame(), delivery, size);
        append(node);
        eventBytes += size;
        if (key != null) {
            if (keyed == null) {
                keyed = new HashMap<>();
            }
            keyed.put(key, node);
        } else if (keyed != null && delivery.entryConversation() != null) {
            // A later row must not overtake this entry.
            keyed.remove(delivery.entryConversation());
        }
        return wake();
    }

    /** Adds a reply; {@code counted} when it answers a request that {@link #begin} let in. */
    public Next reply(EncodedFrame frame, boolean counted) {
        int size = frame.bytes(codec).length;
        synchronized (this) {
            if (closed) {
                return Next.NOTHING;
            }
            OutboundNode node = new OutboundNode(frame, null, size);
            node.counted = counted;
            append(node);
            replyBytes += size;
            // Refusals are not bounded by requests under way, so that a client that never reads is found here.
            return ++replies > requests + REFUSALS ? Next.END : wake();
        }
    }

    /** Puts the welcome before whatever came in since the session can be found. */
    public Next welcome(EncodedFrame frame) {
        int size = frame.bytes(codec).length;
        synchronized (this) {
            OutboundNode node = new OutboundNode(frame, null, size);
            node.next = head;
            head = node;
            tail = tail == null ? node : tail;
            replies++;
            replyBytes += size;
            return wake();
        }
    }

    /** Lets a request in, unless too many are unanswered or their answers unread. */
    public synchronized boolean begin() {
        if (closed || underWay >= requests || replyBytes >= limit) {
            return false;
        }
        underWay++;
        return true;
    }

    /** A request that wants no reply is done. */
    public synchronized void done() {
        underWay--;
    }

    /** Requests whose answer is not written yet. */
    public synchronized int underWay() {
        return closed ? 0 : underWay;
    }

    /** A sync is being made; false when one is already. */
    public synchronized boolean syncBegins() {
        if (syncing) {
            return false;
        }
        syncing = true;
        repeats.begin(Event.InboxChanged.class);
        return true;
    }

    /** Adds what the client missed; its frames are written as the client reads them. */
    public synchronized Next syncReads(ArrayDeque<EncodedFrame> frames) {
        if (closed) {
            return Next.NOTHING;
        }
        if (frames.isEmpty()) {
            underWay--;
            return syncWritten();
        }
        backlog = frames;
        return wake();
    }

    /** A sync failed. */
    public synchronized void syncEnds() {
        syncing = false;
        repeats.end(Event.InboxChanged.class);
    }

    /** A reply is being made that may be older than events of a kind which come before it. */
    public synchronized void replyBegins(Class<? extends Event> kind) {
        repeats.begin(kind);
    }

    /** The reply was added; what was heard meanwhile is said again, so that the reply's age does no harm. */
    public synchronized Next replyEnds(Class<? extends Event> kind) {
        return again(kind);
    }

    /** The next frame to write, or null when there is none: then the next addition asks for writing. */
    public synchronized @Nullable EncodedFrame poll() {
        if (hints != null && eventBytes <= limit / 2) {
            sayHints();
        }
        if (backlog != null && (head == null || backlogWaits)) {
            backlogWaits = false;
            return nextOfBacklog(backlog);
        }
        backlogWaits = true;
        OutboundNode node = head;
        if (node == null) {
            writing = false;
            return null;
        }
        head = node.next;
        tail = head == null ? null : tail;
        if (node.delivery == null) {
            replies--;
            replyBytes -= node.size;
            underWay -= node.counted ? 1 : 0;
        } else {
            eventBytes -= node.size;
            forget(node);
        }
        return node.frame;
    }

    /** The client takes no more now. Tells whether anything waits; if so, writing goes on unasked when it can. */
    public synchronized boolean park() {
        boolean waits = head != null || backlog != null || hints != null;
        writing = waits;
        return waits;
    }

    public synchronized void close() {
        closed = true;
        head = null;
        tail = null;
        keyed = null;
        hints = null;
        backlog = null;
        repeats.clear();
    }

    private EncodedFrame nextOfBacklog(ArrayDeque<EncodedFrame> frames) {
        EncodedFrame next = frames.remove();
        if (frames.isEmpty()) {
            backlog = null;
            underWay--;
            syncWritten();
        }
        return next;
    }

    private Next syncWritten() {
        syncing = false;
        return again(Event.InboxChanged.class);
    }

    private Next again(Class<? extends Event> kind) {
        Next next = wake();
        for (Delivery delivery : repeats.end(kind)) {
            if (keyed != null) {
                keyed.remove(key(delivery)); // it is said after the reply, not in the place of what waits before it
            }
            Next one = add(delivery, delivery.event(), delivery.frame().bytes(codec).length);
            next = one == Next.END ? one : next;
        }
        return next;
    }

    /** Enters hint mode: what can be said shorter or not at all gives way. */
    private Next shed() {
        if (hints == null) {
            hints = new HashMap<>();
            hintBytes = 0;
        }
        OutboundNode kept = null;
        OutboundNode node = head;
        head = null;
        while (node != null) {
            Delivery delivery = node.delivery;
            if (delivery != null && (hintable(delivery.event()) || ephemeral(delivery.event()))) {
                eventBytes -= node.size;
                forget(node);
                if (hintable(delivery.event()) && hint(delivery.event()) == Next.END) {
                    return Next.END;
                }
            } else {
                head = head == null ? node : head;
                if (kept != null) {
                    kept.next = node;
                }
                kept = node;
            }
            node = node.next;
        }
        tail = kept;
        if (kept != null) {
            kept.next = null;
        }
        return eventBytes > limit ? Next.END : wake();
    }

    private Next hint(Event event) {
        if (hints == null) {
            hints = new HashMap<>();
            hintBytes = 0;
        }
        if (event instanceof Event.Appended appended) {
            hint(hints, appended.entry().conversation(), appended.entry().seq());
        } else if (event instanceof Event.Hint known) {
            hint(hints, known.conversation(), known.head());
        }
        // Half of the bytes, so that the hints have room once half is written.
        return hintBytes > limit / 2 ? Next.END : wake();
    }

    private void hint(Map<ConversationId, Long> heads, ConversationId conversation, long seq) {
        Long known = heads.put(conversation, seq);
        if (known == null) {
            hintBytes += HINT_BYTES
                    + (long) MOST_BYTES_PER_CHARACTER * conversation.value().length();
        } else if (known > seq) {
            heads.put(conversation, known);
        }
    }

    private void sayHints() {
        Map<ConversationId, Long> heads = hints;
        hints = null;
        if (heads != null) {
            heads.forEach((conversation, seq) -> {
                Delivery hint = Delivery.of(new Event.Hint(conversation, seq));
                add(hint, hint.event(), hint.frame().bytes(codec).length);
            });
        }
    }

    private static boolean hintable(Event event) {
        return event instanceof Event.Appended || event instanceof Event.Hint;
    }

    private static boolean ephemeral(Event event) {
        return event instanceof Event.TypingChanged || event instanceof Event.PresenceChanged;
    }

    private static @Nullable Object key(Delivery delivery) {
        return delivery.event() instanceof Event.InboxChanged inbox
                ? inbox.summary().conversation().id()
                : delivery.coalescing();
    }

    private void append(OutboundNode node) {
        if (tail == null) {
            head = node;
        } else {
            tail.next = node;
        }
        tail = node;
    }

    private void forget(OutboundNode node) {
        Object key = node.delivery == null ? null : key(node.delivery);
        if (keyed != null && key != null) {
            keyed.remove(key, node);
            keyed = keyed.isEmpty() ? null : keyed;
        }
    }

    private Next wake() {
        if (writing) {
            return Next.NOTHING;
        }
        writing = true;
        return Next.WRITE;
    }
}
