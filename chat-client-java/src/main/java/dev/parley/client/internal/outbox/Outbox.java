package dev.parley.client.internal.outbox;

import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.client.internal.loop.Loop;
import dev.parley.client.internal.session.Backoff;
import dev.parley.client.internal.session.Reply;
import dev.parley.client.internal.session.Session;
import dev.parley.client.store.ClientStore;
import dev.parley.client.store.StoredWrite;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox: writes in the order of submission, each kept in the store until it is answered, sent again with the same
 * key as long as it is not. Of each conversation at most one write is unanswered, so that order holds across reconnects
 * (G5); conversations do not wait for each other. Confined to the client's thread, but for {@link #unsent}.
 */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** A frame may have 1 MiB; the rest is room for what the other encoding adds around the content. */
    private static final int MOST_FRAME_BYTES = 1_000_000;

    private static final int MOST_IN_FLIGHT = 64;

    private final Loop loop;
    private final Backoff backoff;
    private final Session session;
    private final ClientStore store;
    private final OutboxLimits limits;
    private final BiConsumer<Sending, Outcome> told;

    private final ConcurrentSkipListMap<Long, PendingWrite> all = new ConcurrentSkipListMap<>();
    private final Map<String, PendingWrite> byKey = new HashMap<>();
    private final LinkedHashMap<ConversationId, Lane> lanes = new LinkedHashMap<>();
    private final List<PendingWrite> submitted = new ArrayList<>();
    private @Nullable UserId user;
    private int inFlight;
    private boolean stopped;

    /**
     * An empty outbox.
     *
     * @param loop the client's thread
     * @param backoff how long to wait between attempts
     * @param session the session
     * @param store where it is kept
     * @param limits how much, how long
     * @param told hears of outcomes
     */
    public Outbox(
            Loop loop,
            Backoff backoff,
            Session session,
            ClientStore store,
            OutboxLimits limits,
            BiConsumer<Sending, Outcome> told) {
        this.loop = loop;
        this.backoff = backoff;
        this.session = session;
        this.store = store;
        this.limits = limits;
        this.told = told;
    }

    /**
     * Takes what earlier lives left.
     *
     * @param writes by ascending id
     */
    public void restore(List<StoredWrite> writes) {
        for (StoredWrite stored : writes) {
            PendingWrite write =
                    new PendingWrite(stored.id(), keyOf(stored.command()), stored.command(), Sending.State.UNKNOWN);
            write.restore();
            enter(write);
        }
    }

    /**
     * Makes a write that {@link #submit} may take. Any thread.
     *
     * @param id its place: above every earlier one
     * @param command what to write
     * @return the write
     */
    public Sending prepare(long id, Command command) {
        return new PendingWrite(id, keyOf(command), command, Sending.State.ACCEPTING);
    }

    /**
     * Takes a write. Those that come while one commit to the store is awaited share the next.
     *
     * @param prepared what {@link #prepare} made
     */
    public void submit(Sending prepared) {
        PendingWrite write = (PendingWrite) prepared;
        if (stopped) {
            refuse(write);
            return;
        }
        if (all.size() + submitted.size() >= limits.writes()) {
            write.refuse(new ChatException(
                    ErrorCode.LIMIT_EXCEEDED, "outbox: more than " + limits.writes() + " unanswered writes"));
            return;
        }
        if (FrameCodec.JSON.encode(new Frame.Request(1, write.command())).length > MOST_FRAME_BYTES) {
            write.refuse(
                    new ChatException(ErrorCode.LIMIT_EXCEEDED, "a write of more than " + MOST_FRAME_BYTES + " bytes"));
            return;
        }
        submitted.add(write);
        if (submitted.size() == 1) {
            loop.execute(this::commit);
        }
    }

    /**
     * Refuses a write that came after the end. Any thread.
     *
     * @param prepared what {@link #prepare} made
     */
    public void refuse(Sending prepared) {
        ((PendingWrite) prepared).refuse(new ChatException(ErrorCode.SHUTTING_DOWN, "the client is closed"));
    }

    private void commit() {
        List<PendingWrite> batch = List.copyOf(submitted);
        submitted.clear();
        if (stopped || batch.isEmpty()) {
            return;
        }
        try {
            store.addWrites(batch.stream()
                    .map(write -> new StoredWrite(write.id(), write.command()))
                    .toList());
        } catch (UncheckedIOException e) {
            ChatException failure = new ChatException(ErrorCode.STORE_UNAVAILABLE, "the client's store", e);
            batch.forEach(write -> write.refuse(failure));
            return;
        }
        for (PendingWrite write : batch) {
            enter(write);
            write.accept();
        }
        flush();
    }

    private void enter(PendingWrite write) {
        all.put(write.id(), write);
        byKey.put(write.key(), write);
        if (user != null) {
            lane(write, user).add(write);
        }
    }

    /**
     * Learns whose outbox it is: only then it is known into which conversation a message to a user goes.
     *
     * @param owner the user
     */
    public void bind(UserId owner) {
        if (user == null) {
            user = owner;
            all.values().forEach(write -> lane(write, owner).add(write));
        }
    }

    private Lane lane(PendingWrite write, UserId owner) {
        return lanes.computeIfAbsent(conversationOf(write.command(), owner), conversation -> new Lane());
    }

    /** Sends what may be sent; to be called when the session is live. */
    public void flush() {
        if (stopped || !session.isLive() || user == null) {
            return;
        }
        for (Lane lane : List.copyOf(lanes.values())) {
            if (inFlight >= MOST_IN_FLIGHT) {
                return;
            }
            send(lane);
        }
    }

    private void send(Lane lane) {
        PendingWrite write = lane.take();
        if (write == null) {
            return;
        }
        int turn = lane.turn();
        inFlight++;
        write.become(Sending.State.UNKNOWN);
        session.request(write.command(), limits.timeoutMs(), new Reply() {
            @Override
            public void done(Result result) {
                inFlight--;
                if (result instanceof Result.Ack ack) {
                    finish(write, new Outcome.Acked(ack));
                } else {
                    finish(write, new Outcome.Rejected("internal", "no ack but " + result));
                }
            }

            @Override
            public void failed(WireError error) {
                inFlight--;
                refused(lane, turn, write, error);
            }

            @Override
            public void unanswered() {
                inFlight--;
                retry(lane, turn, backoff.delayMs(write.nextAttempt()));
            }
        });
    }

    private void refused(Lane lane, int turn, PendingWrite write, WireError error) {
        if (!all.containsKey(write.id())) {
            flush();
        } else if (error.code().equals(ErrorCode.TOKEN_EXPIRED.wireName())) {
            lane.release(turn);
            session.refreshToken();
        } else if (!error.retryable()) {
            finish(write, new Outcome.Rejected(error.code(), error.message()));
        } else {
            if (!error.code().equals(ErrorCode.OUTCOME_UNKNOWN.wireName())) {
                write.become(Sending.State.QUEUED);
            }
            Long after = error.retryAfterMs();
            retry(lane, turn, after != null ? after : backoff.delayMs(write.nextAttempt()));
        }
    }

    private void retry(Lane lane, int turn, long delayMs) {
        loop.after(delayMs, () -> {
            lane.release(turn);
            flush();
        });
    }

    /** The connection is gone: what waited for its retry waits for the next connection instead. */
    public void lost() {
        lanes.values().forEach(lane -> lane.release(lane.turn()));
    }

    private void finish(PendingWrite write, Outcome outcome) {
        if (all.remove(write.id()) == null) {
            flush();
            return; // its entry came first, and settled it
        }
        byKey.remove(write.key());
        if (user != null) {
            ConversationId conversation = conversationOf(write.command(), user);
            Lane lane = lanes.get(conversation);
            if (lane != null) {
                lane.remove(write);
                if (lane.isEmpty()) {
                    lanes.remove(conversation);
                }
            }
        }
        try {
            store.removeWrite(write.id());
        } catch (UncheckedIOException e) {
            LOG.warn("an answered write stays in the store and will be asked about again", e);
        }
        write.finish(outcome);
        told.accept(write, outcome);
        flush();
    }

    /**
     * Settles the write whose entry has come back: it is in the log, so it is acked, whether or not its ack arrives.
     *
     * @param entry an entry
     * @param device this device
     */
    public void seen(Entry entry, DeviceId device) {
        PendingWrite write = byKey.get(entry.origin().key());
        if (write == null
                || user == null
                || !entry.origin().sender().equals(user)
                || !device.equals(entry.origin().device())
                || !entry.conversation().equals(conversationOf(write.command(), user))) {
            return;
        }
        finish(write, new Outcome.Acked(new Result.Ack(entry.conversation(), entry.seq(), entry.id(), entry.time())));
    }

    /**
     * The unanswered writes. Any thread.
     *
     * @return in the order of submission
     */
    public List<Sending> unsent() {
        return List.copyOf(all.values());
    }

    /**
     * Takes nothing more. What is unanswered stays in the store.
     *
     * @param why what their futures fail with
     */
    public void stop(ChatException why) {
        stopped = true;
        submitted.forEach(write -> write.refuse(why));
        submitted.clear();
        all.values().forEach(write -> write.abandon(why));
    }

    /** Forgets everything, in the store too. */
    public void forget() {
        all.keySet().forEach(store::removeWrite);
    }

    private static String keyOf(Command command) {
        if (command instanceof Command.Write write) {
            return write.key();
        }
        if (command instanceof Command.SendTo sendTo) {
            return sendTo.key();
        }
        throw new IllegalArgumentException(
                "command: " + command.getClass().getSimpleName() + " (expected: one that appends an entry)");
    }

    private static ConversationId conversationOf(Command command, UserId owner) {
        return command instanceof Command.SendTo sendTo
                ? ConversationId.direct(owner, sendTo.to())
                : ((Command.Write) command).conversation();
    }
}
