package dev.parley.core.internal.session;

import dev.parley.core.RateOptions;
import dev.parley.core.internal.command.Backlog;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.limit.TokenBucket;
import dev.parley.core.internal.outbound.OutboundQueue;
import dev.parley.core.internal.outbound.PageTurns;
import dev.parley.core.session.EncodedFrame;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one session: as many as its rates allow, each handed to the engine in the order received unless it is
 * answered with a page and waits for its turn, each answered once. Confined to the connection's executor; answers come from any thread.
 */
final class Requests {

    private final SessionCore session;
    private final SessionContext context;
    private final OutboundQueue queue;
    /** Null while it would be full. */
    private @Nullable TokenBucket bucket;
    /** Null while nothing waits for its turn. */
    private @Nullable PageTurns turns;

    /** What came while the hello was being checked. */
    private @Nullable Queue<Frame.Request> held;

    private int strikes;
    private boolean synced;
    /** The sync that is under way. */
    private @Nullable Syncing syncing;

    /** One sync: what it reads, and under which id it was asked for. */
    private record Syncing(long id, Backlog backlog) {}

    Requests(SessionCore session, SessionContext context, OutboundQueue queue) {
        this.session = session;
        this.context = context;
        this.queue = queue;
    }

    /** A client need not wait for the welcome before it asks for more. */
    void hold(Frame.Request request) {
        if (held == null) {
            held = new ArrayDeque<>();
        }
        if (held.size() < context.options().requests()) {
            held.add(request);
        } else if (mayCome(request)) {
            session.fail(request.id(), new ChatException(ErrorCode.OVERLOADED, "too many requests before the welcome"));
        }
    }

    /** Takes what was held. */
    void welcomed() {
        Queue<Frame.Request> waiting = held;
        held = null;
        if (waiting != null) {
            waiting.forEach(session::receive);
        }
    }

    /** Takes a request from the rates of session and user; when there is none, refuses it. */
    boolean mayCome(Frame.Request request) {
        boolean silent = request.command() instanceof Command.Pong;
        long wait = take();
        if (wait == 0 && session.open() && writes(request.command())) {
            wait = context.parts.writes().take(session.actor().user());
        }
        return mayCome(request.id(), wait, silent);
    }

    boolean mayCome(long id) {
        return mayCome(id, take(), false);
    }

    private long take() {
        RateOptions rates = context.settings.rates();
        if (Double.isInfinite(rates.sessionRequests())) {
            return 0;
        }
        long now = context.runtime.clock().millis();
        if (bucket == null) {
            bucket = new TokenBucket(rates.sessionRequests(), rates.sessionBurst(), now);
        }
        return bucket.take(now);
    }

    /** Lets go what a session that asks for nothing does not need. */
    void rests() {
        if (bucket != null && bucket.full(context.runtime.clock().millis())) {
            bucket = null;
        }
    }

    private boolean mayCome(long id, long waitMillis, boolean silent) {
        if (waitMillis == 0) {
            strikes = 0;
            return true;
        }
        if (!silent) {
            session.fail(
                    id,
                    ChatException.retryAfter(
                            ErrorCode.RATE_LIMITED, "too many requests", Duration.ofMillis(waitMillis)));
        }
        if (++strikes >= context.settings.rates().strikes()) {
            session.close(CloseCode.RATE_LIMITED, "too many requests");
        }
        return false;
    }

    /** Does a request of an open session. */
    void receive(Frame.Request request) {
        Command command = request.command();
        long id = request.id();
        if (command instanceof Command.Pong) {
            return;
        }
        if (active(command)) {
            context.parts.presence().active(session.actor().user());
        }
        if (command instanceof Command.Ping) {
            if (id != 0) {
                session.answer(new Frame.Ok(id, new Result.Done()), false);
            }
        } else if (command instanceof Command.Hello) {
            session.fail(id, new ChatException(ErrorCode.BAD_REQUEST, "hello: said already"));
        } else if (context.draining()) {
            session.fail(id, new ChatException(ErrorCode.SHUTTING_DOWN, "the node drains"));
        } else if (!queue.begin(pages(command))) {
            session.fail(id, new ChatException(ErrorCode.OVERLOADED, "too many requests under way"));
        } else if (command instanceof Command.Sync && !queue.syncBegins()) {
            answer(id, false, null, new ChatException(ErrorCode.OVERLOADED, "a sync is under way"));
        } else {
            take(pages(command), writes(command), () -> begin(id, command));
        }
    }

    private void begin(long id, Command command) {
        if (command instanceof Command.Sync sync) {
            sync(id, sync);
        } else if (command instanceof Command.Watch watch) {
            execute(id, command, () -> watch(watch));
        } else {
            execute(id, command, () -> context.parts.commands().execute(session.actor(), command));
        }
    }

    /** Does what there may be room for, now that something was written. */
    void goOn() {
        Syncing wanted = syncing;
        if (wanted != null && queue.syncWants()) {
            take(true, false, () -> read(wanted, false));
        } else if (wanted != null && !queue.syncs()) {
            syncing = null; // all is written, and nothing of it is kept
        }
        PageTurns waiting = turns;
        if (waiting != null) {
            waiting.goOn();
            turns = waiting.none() ? null : turns;
        }
    }

    private void take(boolean page, boolean write, Runnable begin) {
        if (turns == null && (!page || queue.pageBegins())) {
            begin.run();
            return;
        }
        if (turns == null) {
            turns = new PageTurns(queue);
        }
        turns.take(page, write, begin);
    }

    /** Forgets what waits. */
    void close() {
        if (turns != null) {
            turns.clear();
        }
        syncing = null;
        held = null;
    }

    private void sync(long id, Command.Sync sync) {
        Syncing begun = new Syncing(id, context.parts.commands().sync(session.actor(), sync));
        syncing = begun;
        if (!synced) {
            synced = true;
            Admission.Place place = context.admission.firstSync(() -> session.onExecutor(() -> read(begun, true)));
            session.takes(place);
            if (place.enter() == Admission.Entered.LATER) {
                return;
            }
        }
        read(begun, true);
    }

    /** Reads as much of a sync as there is room for; the rest once that is written. */
    private void read(Syncing sync, boolean first) {
        Stages.of(() -> next(sync, first)).whenComplete((events, failure) -> {
            session.leavesPlace();
            if (failure == null) {
                events.forEach(session::told);
                boolean last = events.get(events.size() - 1) instanceof Event.SyncDone;
                session.next(queue.syncReads(frames(first ? sync.id() : 0, events), last));
            } else if (first) {
                queue.syncEnds();
                answer(sync.id(), true, null, failure);
            } else {
                // The answer is on its way, and the end of the backlog must not be said: the client has to ask again.
                boolean retryable =
                        Failures.of(failure, context.parts.failures()).retryable();
                session.leave(retryable ? CloseCode.OVERLOADED : CloseCode.INTERNAL);
            }
        });
    }

    /** Whoever appends after the first reading finds the user here; what was appended before is read. */
    private CompletionStage<List<Event>> next(Syncing sync, boolean first) {
        return first
                ? Stages.then(
                        context.parts.presence().settled(session.actor().user()),
                        settled -> sync.backlog().next(queue.syncRoom()))
                : sync.backlog().next(queue.syncRoom());
    }

    private static ArrayDeque<EncodedFrame> frames(long id, List<Event> events) {
        ArrayDeque<EncodedFrame> frames = new ArrayDeque<>(events.size() + 1);
        if (id != 0) {
            frames.add(new EncodedFrame(new Frame.Ok(id, new Result.Done())));
        }
        events.forEach(event -> frames.add(new EncodedFrame(new Frame.Pushed(event))));
        return frames;
    }

    private CompletionStage<Result> watch(Command.Watch watch) {
        return context.parts
                .presence()
                .watch(session, session.actor(), watch.users())
                .thenApply(Result.Presences::new);
    }

    private void execute(long id, Command command, Supplier<CompletionStage<Result>> execution) {
        Class<? extends Event> aging = aging(command);
        if (aging != null) {
            queue.replyBegins(aging);
        }
        Stages.heard(Stages.of(execution), (result, failure) -> {
            answer(id, pages(command), result, failure);
            if (aging != null) {
                session.next(queue.replyEnds(aging));
            }
        });
    }

    /** The events that may be newer than the command's reply although they come before it. */
    private static @Nullable Class<? extends Event> aging(Command command) {
        if (command instanceof Command.Watch) {
            return Event.PresenceChanged.class;
        }
        boolean rows = command instanceof Command.Show
                || command instanceof Command.OpenDirect
                || command instanceof Command.Create
                || command instanceof Command.Inbox;
        return rows ? Event.InboxChanged.class : null;
    }

    private void answer(long id, boolean page, @Nullable Result result, @Nullable Throwable failure) {
        if (id == 0) {
            session.next(queue.done(page));
            if (failure != null) {
                // Nobody asked for an answer, but a fault is still the host's to hear of.
                Failures.of(failure, context.parts.failures());
            }
        } else if (failure == null && result != null) {
            context.index.followers().told(session, result, context.settings.onWrite());
            reply(new Frame.Ok(id, result), page);
        } else {
            Throwable cause = failure == null ? new IllegalStateException("a command without a result") : failure;
            WireError error = WireError.of(Failures.of(cause, context.parts.failures()));
            reply(new Frame.Failed(id, error), page);
        }
    }

    private void reply(Frame frame, boolean page) {
        EncodedFrame encoded = new EncodedFrame(frame);
        session.next(page ? queue.page(encoded) : queue.reply(encoded, true));
    }

    /** What may be answered with as much as a page. */
    private static boolean pages(Command command) {
        return command instanceof Command.History
                || command instanceof Command.Inbox
                || command instanceof Command.Sync
                || command instanceof Command.Show
                || command instanceof Command.OpenDirect
                || command instanceof Command.Create
                || command instanceof Command.ListMembers
                || command instanceof Command.ListMarks
                || command instanceof Command.ListDevices
                || command instanceof Command.ListBlocked
                || command instanceof Command.Watch;
    }

    private static boolean writes(Command command) {
        return command instanceof Command.Write
                || command instanceof Command.SendTo
                || command instanceof Command.Create
                || command instanceof Command.OpenDirect;
    }

    /** What a user does, as against what a client does by itself. */
    private static boolean active(Command command) {
        return !(command instanceof Command.Ping
                || command instanceof Command.Sync
                || (command instanceof Command.Receipt receipt && receipt.read() == null));
    }
}
