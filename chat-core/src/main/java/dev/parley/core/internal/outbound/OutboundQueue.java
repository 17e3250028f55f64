package dev.parley.core.internal.outbound;

import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.session.EncodedFrame;
import dev.parley.model.ConversationId;
import dev.parley.protocol.Event;
import dev.parley.protocol.FrameCodec;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client, bounded (G12). Events that coalesce replace each other. When events would
 * exceed their bytes, entries give way to hints: only each conversation's highest seq is remembered until half is
 * written; typing and presence are dropped (G15). What can be neither dropped nor said shorter overruns the queue, which
 * ends the session. Replies are never dropped: requests are not taken while too much of them waits, and those that are
 * answered with pages wait for their turn ({@link PageTurns}). Thread-safe: its monitor is held for a few steps and never
 * while anything else is called, except the encoding of hints and marks.
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

    private final FrameCodec codec;
    private final int limit;
    private final OutboundAnswers answers;
    /** Null while entries are pushed. */
    private @Nullable OutboundHints hints;
    /** Null while no answer is being made that events may be newer than. */
    private @Nullable OutboundRepeats repeats;

    private @Nullable OutboundNode head;
    private @Nullable OutboundNode tail;
    private long eventBytes;
    private boolean writing;
    private boolean closed;
    /** By coalescing key, and inbox rows by their conversation; null while empty. */
    private @Nullable Map<Object, OutboundNode> keyed;
    /** Whether it is the backlog's turn, after an event or a reply. */
    private boolean backlogsTurn;

    public OutboundQueue(FrameCodec codec, int limit, int requests) {
        this.codec = codec;
        this.limit = limit;
        this.answers = new OutboundAnswers(limit, requests);
    }

    /** Adds an event. */
    public Next push(Delivery delivery) {
        Event event = delivery.event();
        int size = delivery.frame().bytes(codec).length;
        synchronized (this) {
            if (closed) {
                return Next.NOTHING;
            }
            if (repeats != null && !repeats.note(delivery)) {
                return Next.END;
            }
            return add(delivery, event, size);
        }
    }

    private Next add(Delivery delivery, Event event, int size) {
        if (hints != null && OutboundHints.hintable(event)) {
            return hint(event);
        }
        Object key = key(delivery);
        OutboundNode same = key == null || keyed == null ? null : keyed.get(key);
        if (same != null) {
            Delivery both = same.delivery == null ? delivery : delivery.over(same.delivery);
            int bothSize = both.frame().bytes(codec).length;
            eventBytes += bothSize - same.size;
            same.replace(both, bothSize);
            return eventBytes > limit && head != tail ? shed() : wake();
        }
        if (eventBytes + size > limit && eventBytes > 0) {
            Next shed = shed();
            if (shed == Next.END || OutboundHints.hintable(event)) {
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
        return reply(frame, counted, false);
    }

    /** Adds the reply to a request that {@link #pageBegins} gave its turn. */
    public Next page(EncodedFrame frame) {
        return reply(frame, true, true);
    }

    private Next reply(EncodedFrame frame, boolean counted, boolean page) {
        OutboundNode node = new OutboundNode(frame, null, frame.bytes(codec).length);
        node.counted = counted;
        node.page = page;
        synchronized (this) {
            if (closed) {
                return Next.NOTHING;
            }
            if (page) {
                answers.pageEnds();
            }
            append(node);
            // Refusals are not bounded by requests under way, so that a client that never reads is found here.
            return answers.add(node) ? wake() : Next.END;
        }
    }

    /** Puts the welcome before whatever came in since the session can be found. */
    public Next welcome(EncodedFrame frame) {
        OutboundNode node = new OutboundNode(frame, null, frame.bytes(codec).length);
        synchronized (this) {
            node.next = head;
            head = node;
            tail = tail == null ? node : tail;
            answers.add(node);
            return wake();
        }
    }

    /**
     * Lets a request in, unless too many are unanswered or their answers unread.
     *
     * @param page whether it is answered with a page: then it waits for {@link #pageBegins} before anything is read
     */
    public synchronized boolean begin(boolean page) {
        return !closed && answers.begin(page);
    }

    /** A request that wants no reply is done; {@code page} as it began. */
    public synchronized Next done(boolean page) {
        answers.done();
        if (!page) {
            return Next.NOTHING;
        }
        answers.pageEnds();
        return closed ? Next.NOTHING : wake(); // what waits for its turn hears of it after writing
    }

    /** Tells whether there is room for one more page, which is then being made. */
    public synchronized boolean pageBegins() {
        return !closed && answers.pageBegins();
    }

    /** Requests whose answer is not written yet. */
    public synchronized int underWay() {
        return closed ? 0 : answers.underWay();
    }

    /** A sync is being made; false when one is already. */
    public synchronized boolean syncBegins() {
        if (!answers.syncBegins()) {
            return false;
        }
        asks(Event.InboxChanged.class);
        return true;
    }

    /** How many bytes of what a client missed may be added to what waits. */
    public synchronized long syncRoom() {
        return answers.room();
    }

    /** Adds a part of what the client missed, whose frames are written as the client reads them; not empty. */
    public Next syncReads(ArrayDeque<EncodedFrame> frames, boolean last) {
        long bytes =
                frames.stream().mapToLong(frame -> frame.bytes(codec).length).sum();
        synchronized (this) {
            if (closed) {
                return Next.NOTHING;
            }
            answers.syncReads(frames, bytes, last);
            return wake();
        }
    }

    /** Tells once whether a part of a sync was written and the next one is to be read. */
    public synchronized boolean syncWants() {
        return !closed && answers.syncWants();
    }

    /** Tells whether a sync is being made, or waits to be written. */
    public synchronized boolean syncs() {
        return answers.syncs();
    }

    /** A sync failed. */
    public synchronized void syncEnds() {
        answers.syncEnds();
        answered(Event.InboxChanged.class);
    }

    /** A reply is being made that may be older than events of a kind which come before it. */
    public synchronized void replyBegins(Class<? extends Event> kind) {
        asks(kind);
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
        if (answers.backlogWaits() && (head == null || backlogsTurn)) {
            backlogsTurn = false;
            return nextOfBacklog();
        }
        backlogsTurn = true;
        OutboundNode node = head;
        if (node == null) {
            writing = false;
            return null;
        }
        head = node.next;
        tail = head == null ? null : tail;
        if (node.delivery == null) {
            answers.remove(node);
        } else {
            eventBytes -= node.size;
            forget(node);
        }
        return node.frame;
    }

    /** The client takes no more now. Tells whether anything waits; if so, writing goes on unasked when it can. */
    public synchronized boolean park() {
        boolean waits = head != null || answers.backlogWaits() || hints != null;
        writing = waits;
        return waits;
    }

    public synchronized void close() {
        closed = true;
        head = null;
        tail = null;
        keyed = null;
        hints = null;
        repeats = null;
        answers.clear();
    }

    private EncodedFrame nextOfBacklog() {
        EncodedFrame next = answers.nextOfBacklog(codec);
        if (answers.syncIsWritten()) {
            again(Event.InboxChanged.class);
        }
        return next;
    }

    private Next again(Class<? extends Event> kind) {
        Next next = wake();
        for (Delivery delivery : answered(kind)) {
            if (keyed != null) {
                keyed.remove(key(delivery)); // it is said after the reply, not in the place of what waits before it
            }
            Next one = add(delivery, delivery.event(), delivery.frame().bytes(codec).length);
            next = one == Next.END ? one : next;
        }
        return next;
    }

    private void asks(Class<? extends Event> kind) {
        if (repeats == null) {
            repeats = new OutboundRepeats();
        }
        repeats.begin(kind);
    }

    private List<Delivery> answered(Class<? extends Event> kind) {
        if (repeats == null) {
            return List.of();
        }
        List<Delivery> noted = repeats.end(kind);
        repeats = repeats.over() ? null : repeats;
        return noted;
    }

    /** Enters hint mode: what can be said shorter or not at all gives way. */
    private Next shed() {
        hinting();
        OutboundNode kept = null;
        OutboundNode node = head;
        head = null;
        while (node != null) {
            Delivery delivery = node.delivery;
            if (delivery != null && (OutboundHints.hintable(delivery.event()) || ephemeral(delivery.event()))) {
                eventBytes -= node.size;
                forget(node);
                if (OutboundHints.hintable(delivery.event()) && hint(delivery.event()) == Next.END) {
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

    private OutboundHints hinting() {
        if (hints == null) {
            hints = new OutboundHints(limit);
        }
        return hints;
    }

    private Next hint(Event event) {
        return hinting().note(event) ? wake() : Next.END;
    }

    private void sayHints() {
        Map<ConversationId, Long> noted = hinting().heads();
        hints = null; // so that these are pushed
        noted.forEach((conversation, seq) -> {
            Delivery hint = Delivery.of(new Event.Hint(conversation, seq));
            add(hint, hint.event(), hint.frame().bytes(codec).length);
        });
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
