package dev.parley.core.internal.session;

import dev.parley.core.Actor;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.fanout.Followers;
import dev.parley.core.internal.outbound.ConnectionThread;
import dev.parley.core.internal.outbound.OutboundPump;
import dev.parley.core.internal.outbound.OutboundQueue;
import dev.parley.core.internal.presence.Watcher;
import dev.parley.core.session.EncodedFrame;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.WireError;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One session: nothing but hello before it is open, then requests, until it closes once. Confined to the connection's
 * executor, but for what delivers to it or ends it.
 */
final class SessionCore implements Session, Watcher, Followers.Follower, SessionIndex.OfUser {

    private static final int BAD_FRAMES = 3;

    /** A field of its own and no object: a million sessions have one. */
    private static final AtomicReferenceFieldUpdater<SessionCore, Instant> OUTDATED =
            AtomicReferenceFieldUpdater.newUpdater(SessionCore.class, Instant.class, "outdated");

    private enum State {
        AWAITS_HELLO,
        GREETS,
        OPEN,
        CLOSED
    }

    private final SessionContext context;
    private final int number;
    private final SessionConnection connection;
    private final OutboundQueue queue;
    private final OutboundPump pump;
    private final KeepAlive keepAlive;
    private final Requests requests;
    private State state = State.AWAITS_HELLO;
    private int badFrames;

    private volatile @Nullable Actor actor;
    /** Where its hello, or its first sync, waits or is under way. */
    private volatile Admission.@Nullable Place place;

    private volatile boolean muted;
    private volatile Instant registered = Instant.EPOCH;
    /** The newest registration of its device elsewhere. */
    private volatile Instant outdated = Instant.EPOCH;

    SessionCore(SessionContext context, SessionConnection connection, long acceptedAtMillis) {
        this.context = context;
        this.number = context.nextNumber();
        this.connection = connection;
        this.queue = new OutboundQueue(
                connection.codec(),
                context.options().outbound(),
                context.options().requests());
        this.keepAlive = new KeepAlive(this, context);
        this.pump = new OutboundPump(connection, queue, keepAlive);
        this.requests = new Requests(this, context, queue);
        keepAlive.awaitHello(acceptedAtMillis);
    }

    @Override
    public void receive(Frame frame) {
        if (state == State.CLOSED) {
            return;
        }
        keepAlive.heard();
        if (frame instanceof Frame.Request request) {
            receive(request);
        } else if (frame instanceof Frame.Unreadable unreadable) {
            unreadable(unreadable);
        }
    }

    private void receive(Frame.Request request) {
        if (state == State.GREETS) {
            requests.hold(request);
        } else if (requests.mayCome(request)) {
            if (state == State.OPEN) {
                requests.receive(request);
            } else {
                beforeHello(request);
            }
        }
    }

    private void beforeHello(Frame.Request request) {
        if (request.command() instanceof Command.Hello hello) {
            String problem = Greeting.problem(request.id(), hello);
            if (problem != null) {
                fail(request.id(), new ChatException(ErrorCode.BAD_REQUEST, problem));
                return;
            }
            state = State.GREETS;
            new Greeting(this, context, connection, request).begin();
        } else if (!(request.command() instanceof Command.Pong)) {
            fail(request.id(), new ChatException(ErrorCode.UNAUTHENTICATED, "say hello first"));
        }
    }

    private void unreadable(Frame.Unreadable frame) {
        if (!requests.mayCome(frame.id())) {
            return;
        }
        answer(new Frame.Failed(frame.id(), frame.error()), false);
        // A command of a later version is no bad frame (G18).
        boolean bad = !frame.error().code().equals(ErrorCode.UNKNOWN_COMMAND.wireName());
        if (bad && ++badFrames >= BAD_FRAMES) {
            close(CloseCode.BAD_FRAME, "frames that cannot be read");
        }
    }

    @Override
    public void writabilityChanged() {
        write();
    }

    @Override
    public void disconnected() {
        ends();
    }

    /** Whose session it will be is known: from now on it ends with its device. */
    void arrives(Actor who) {
        actor = who;
        context.index.arrives(who.user(), this);
    }

    /** Its device is registered: of the device's sessions, the one that registered last stays. */
    void registered(Instant at) {
        registered = at;
    }

    /** When its device was registered for it; the epoch before it is. From any thread. */
    Instant registered() {
        return registered;
    }

    /**
     * Ends if its device registered elsewhere after it did; if it is not known yet when it did, once that is known. From any
     * thread.
     */
    void outdated(Instant newer) {
        OUTDATED.accumulateAndGet(this, newer, (before, after) -> after.isAfter(before) ? after : before);
        endIfOutdated();
    }

    private boolean endIfOutdated() {
        Instant mine = registered;
        boolean older = !mine.equals(Instant.EPOCH) && mine.isBefore(outdated);
        if (older) {
            end(CloseCode.DISPLACED);
        }
        return older;
    }

    /** Has a place among those who come in, until it leaves it or ends. */
    void takes(Admission.Place taken) {
        place = taken;
    }

    /** Makes room for the next that comes in, if it holds any. From any thread. */
    void leavesPlace() {
        Admission.Place mine = place;
        place = null;
        if (mine != null) {
            mine.leave();
        }
    }

    /** Opens the session unless its user has too many; the welcome goes before everything else. */
    boolean opened(@Nullable Instant expiresAt, Frame.Ok welcome) {
        Actor who = actor();
        SessionIndex.Added added =
                context.index.add(who.user(), this, context.options().perUser());
        if (!added.room()) {
            return false;
        }
        SessionCore displaced = added.displaced();
        if (displaced != null) {
            displaced.end(CloseCode.DISPLACED);
            if (displaced.equals(this)) {
                return true; // it registered first, and the other one was faster
            }
        }
        if (endIfOutdated()) {
            context.index.remove(who.user(), this);
            return true;
        }
        context.index.arrived(who.user(), this);
        state = State.OPEN;
        context.greeting.remove(this);
        leavesPlace();
        next(queue.welcome(new EncodedFrame(welcome)));
        keepAlive.opened(expiresAt);
        context.parts.presence().came(who.user());
        tellHost(() -> context.parts.listener().opened(who.user(), device(), registered));
        requests.welcomed();
        return true;
    }

    /** A while has passed: what was needed for what it did then is let go. */
    void rests() {
        requests.rests();
    }

    void helloUnanswered() {
        if (state == State.GREETS) {
            close(CloseCode.OVERLOADED, "the hello could not be answered in time");
        }
    }

    @Override
    public void deliver(Delivery delivery) {
        if (!muted) {
            told(delivery.event());
            next(queue.push(delivery));
        }
    }

    /** An event goes to the client: what has many members is followed from now on. From any thread. */
    void told(Event event) {
        context.index.followers().told(this, event, context.settings.onWrite());
    }

    @Override
    public UserId user() {
        return actor().user();
    }

    @Override
    public boolean ended() {
        return muted;
    }

    /** Answers; {@code counted} when the request was let in by {@link OutboundQueue#begin}. From any thread. */
    void answer(Frame frame, boolean counted) {
        next(queue.reply(new EncodedFrame(frame), counted));
    }

    void fail(long id, ChatException failure) {
        answer(new Frame.Failed(id, WireError.of(failure)), false);
    }

    /** Does what the queue asks for. From any thread. */
    void next(OutboundQueue.Next next) {
        switch (next) {
            case NOTHING -> {}
            case WRITE -> onExecutor(this::write);
            case END -> end(CloseCode.SLOW_CONSUMER);
        }
    }

    private void write() {
        if (state != State.CLOSED) {
            pump.pump();
        }
        if (state == State.OPEN) {
            requests.goOn();
        }
    }

    /** Ends the session soon; nothing is delivered to it from now on. From any thread. */
    void end(CloseCode why) {
        muted = true;
        onExecutor(() -> close(why, name(why)));
    }

    /** Ends the session soon, after what waits for it. From any thread. */
    void leave(CloseCode why) {
        onExecutor(() -> close(why, name(why)));
    }

    private static String name(CloseCode why) {
        return why.name().toLowerCase(Locale.ROOT);
    }

    void close(CloseCode code, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        // What is ready goes out first: the error that explains the close, answers to requests.
        if (!muted) {
            pump.pump();
        }
        if (state != State.CLOSED) {
            ends();
            connection.close(code, reason);
        }
    }

    private void ends() {
        if (state == State.CLOSED) {
            return;
        }
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        muted = true;
        queue.close();
        pump.close();
        requests.close();
        context.greeting.remove(this);
        leavesPlace();
        Actor who = actor;
        if (who != null && !wasOpen) {
            context.index.arrived(who.user(), this);
        } else if (who != null) {
            context.index.remove(who.user(), this);
            context.index.followers().forget(this);
            context.parts.presence().unwatch(this);
            context.parts.presence().left(who.user());
            if (!context.index.connected(who.user(), device())) {
                context.parts.typing().sessionEnded(who.user(), device());
            }
            tellHost(() -> context.parts.listener().closed(who.user(), device()));
        }
    }

    private void tellHost(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            context.parts.failures().onFailure("session listener", e);
        }
    }

    boolean awaitsHello() {
        return state == State.AWAITS_HELLO;
    }

    /** Whether its hello is being checked, and nothing has ended it meanwhile. */
    boolean greets() {
        return state == State.GREETS && !muted;
    }

    boolean open() {
        return state == State.OPEN;
    }

    /** Who it is, from the moment that it arrives. */
    Actor actor() {
        Actor who = actor;
        if (who == null) {
            throw new IllegalStateException("the session has not arrived");
        }
        return who;
    }

    /** The device that said hello. */
    DeviceId device() {
        DeviceId known = actor().device();
        if (known == null) {
            throw new IllegalStateException("a session has a device");
        }
        return known;
    }

    /** Requests that are not answered yet, or whose answer is not written. From any thread. */
    int underWay() {
        return queue.underWay();
    }

    /** Runs a task on the connection's thread, in order. From any thread. */
    void onExecutor(Runnable task) {
        ConnectionThread.run(connection, task);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    /** A set of sessions has the same order whenever a run is repeated. */
    @Override
    public int hashCode() {
        return number;
    }
}
