package dev.parley.client.internal;

import dev.parley.client.ClientOptions;
import dev.parley.client.ConnectionState;
import dev.parley.client.ConnectionState.Phase;
import dev.parley.client.Sending;
import dev.parley.client.internal.log.CacheJournal;
import dev.parley.client.internal.log.ConversationBook;
import dev.parley.client.internal.log.OlderPages;
import dev.parley.client.internal.log.Receipts;
import dev.parley.client.internal.log.Repairs;
import dev.parley.client.internal.loop.Loop;
import dev.parley.client.internal.outbox.Outbox;
import dev.parley.client.internal.outbox.OutboxLimits;
import dev.parley.client.internal.session.Backoff;
import dev.parley.client.internal.session.Reply;
import dev.parley.client.internal.session.Requests;
import dev.parley.client.internal.session.Session;
import dev.parley.client.internal.session.SessionListener;
import dev.parley.client.store.ClientStore;
import dev.parley.client.store.StoredState;
import dev.parley.client.store.StoredWrite;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import dev.parley.view.ConversationSummary;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client as a state machine: events of the session in, requests out, everything else injected. Confined to the
 * client's thread, but for what says otherwise.
 */
final class ClientCore implements SessionListener {

    private static final long SYNC_MS = 60_000;

    private final Environment environment;
    private final ClientOptions options;
    private final ClientStore store;
    private final DeviceId device;
    private final ListenerHub told;
    private final Session session;
    private final Requests requests;
    private final Outbox outbox;
    private final CacheJournal cache;
    private final ConversationBook book;
    private final OlderPages older;
    private final Repairs repairs;
    private final Receipts receipts;
    private final Catchup catchup;
    private final Presences presences;
    private final Typists typists;
    private final Object order = new Object();
    private long lastId;
    private volatile ConnectionState state = new ConnectionState(Phase.NEW, null, "");
    private volatile @Nullable UserId user;
    private boolean closed;
    private Loop.@Nullable Timer syncTimer;
    private boolean syncing;
    private boolean syncDue;

    ClientCore(Environment environment, ClientSetup setup) {
        this.environment = environment;
        options = setup.options();
        store = setup.store();
        device = setup.session().device();
        told = new ListenerHub(environment.failures());
        Loop loop = environment.loop();
        Backoff backoff = new Backoff(environment.random());
        session = new Session(loop, backoff, setup.transport(), setup.session(), this);
        requests = new Requests(loop, backoff, session, options.requestTimeout().toMillis());
        outbox = new Outbox(
                loop,
                backoff,
                session,
                store,
                new OutboxLimits(options.outboxLimit(), options.writeTimeout().toMillis()),
                told::sent);
        cache = new CacheJournal(store, loop);
        book = new ConversationBook(told, cache, options.timelineLimit());
        older = new OlderPages(book);
        repairs = new Repairs(loop, backoff, session, book);
        receipts = new Receipts(loop, backoff, session, book, options.automaticDelivered());
        catchup = new Catchup(requests, book, repairs);
        presences = new Presences(session, told);
        typists = new Typists(loop, session, told);
        told.add(new Placed(outbox, receipts, device));
        setup.listeners().forEach(told::add);
        restore(setup.stored());
    }

    private void restore(StoredState stored) {
        UserId owner = stored.owner();
        if (owner != null) {
            bind(owner);
            book.restore(stored.cache());
        } else if (!stored.cache().isEmpty()) {
            store.replaceCache(List.of()); // whose it was is lost, and the next user may be another
        }
        outbox.restore(stored.outbox());
        for (StoredWrite write : stored.outbox()) {
            lastId = Math.max(lastId, write.id());
        }
    }

    private void bind(UserId owner) {
        user = owner;
        book.bind(owner);
        outbox.bind(owner);
    }

    void start() {
        session.start();
    }

    void close() {
        if (closed) {
            return;
        }
        session.stop(null, "closed");
        if (state.phase() != Phase.STOPPED) {
            changed(new ConnectionState(Phase.STOPPED, null, "closed"));
        }
        closed = true;
        cache.flush();
        outbox.stop(new ChatException(ErrorCode.SHUTTING_DOWN, "the client is closed; unsent writes are kept"));
        store.close();
    }

    /** Hands a write to the outbox. Any thread: the order of the calls is the order of the writes. */
    Sending write(Command command) {
        synchronized (order) {
            Sending sending = outbox.prepare(++lastId, command);
            if (!environment.loop().execute(() -> outbox.submit(sending))) {
                outbox.refuse(sending);
            }
            return sending;
        }
    }

    /** Asks the server, and makes something of the answer on the client's thread. Any thread. */
    <T extends @Nullable Object> CompletableFuture<T> ask(Command command, Function<Result, T> use) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean runs = environment.loop().execute(() -> {
            if (closed) {
                answer.completeExceptionally(new ChatException(ErrorCode.SHUTTING_DOWN, "the client is closed"));
                return;
            }
            requests.ask(command).thenApply(use).whenComplete((result, failure) -> {
                if (failure == null) {
                    answer.complete(result);
                } else {
                    answer.completeExceptionally(
                            failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure);
                }
            });
        });
        if (!runs) {
            answer.completeExceptionally(new ChatException(ErrorCode.SHUTTING_DOWN, "the client is closed"));
        }
        return answer;
    }

    /** Does something on the client's thread, unless it is closed. Any thread. */
    void run(Consumer<ClientCore> task) {
        environment.loop().execute(() -> {
            if (!closed) {
                task.accept(this);
            }
        });
    }

    String newKey() {
        return environment.keys().get();
    }

    /** A conversation was made or found by a request. */
    void opened(ConversationSummary row) {
        book.inboxChanged(row);
        repairs.check(row.conversation().id());
    }

    void read(ConversationId conversation, long seq, boolean hidden) {
        if (user != null && book.read(conversation, seq, hidden)) {
            receipts.check(conversation);
        }
    }

    @Override
    public void changed(ConnectionState next) {
        state = next;
        told.connectionChanged(next);
        if (next.phase() == Phase.STOPPED) {
            stopped(next);
        }
    }

    private void stopped(ConnectionState why) {
        requests.stop();
        if (why.closeCode() == CloseCode.DEVICE_REVOKED) {
            outbox.stop(new ChatException(ErrorCode.OUTCOME_UNKNOWN, "the device was revoked"));
            outbox.forget();
            book.forget();
        }
    }

    @Override
    public void welcomed(Result.Welcome welcome) {
        UserId owner = user;
        if (owner != null && !owner.equals(welcome.user())) {
            session.stop(null, "the store belongs to user " + owner + ", the token to " + welcome.user());
            return;
        }
        if (owner == null) {
            store.bind(welcome.user(), device);
            bind(welcome.user());
        }
        syncDue = false;
        sync();
    }

    private void sync() {
        syncing = true;
        syncTimer = environment.loop().after(SYNC_MS, () -> session.restart("no end of the sync in time"));
        Command sync = new Command.Sync(catchup.start(), options.syncConversations(), options.syncEntries());
        session.request(sync, SYNC_MS, new Reply() {
            @Override
            public void done(Result result) {}

            @Override
            public void failed(WireError error) {
                session.restart("no sync: " + error.code() + " " + error.message());
            }

            @Override
            public void unanswered() {}
        });
    }

    /** The server may not have told everything: what happened until now is asked for, while all else goes on. */
    private void resync() {
        if (syncing) {
            syncDue = true; // the one under way may have read before
        } else if (session.isLive()) {
            sync();
        }
    }

    @Override
    public void happened(Event event) {
        if (event instanceof Event.Appended appended) {
            appended(appended.entry());
        } else if (event instanceof Event.Synced synced) {
            synced(synced);
        } else if (event instanceof Event.SyncDone done) {
            live(done.limited());
        } else if (event instanceof Event.InboxChanged changed) {
            opened(changed.summary());
        } else if (event instanceof Event.MarksGrew grew) {
            book.marksGrew(grew);
            repairs.check(grew.conversation());
        } else if (event instanceof Event.Hint hint) {
            book.hinted(hint.conversation(), hint.head());
            repairs.check(hint.conversation());
        } else if (event instanceof Event.TypingChanged typing) {
            typists.changed(typing);
        } else if (event instanceof Event.PresenceChanged presence) {
            presences.changed(presence.presence());
        } else if (event instanceof Event.Resync) {
            resync();
        }
    }

    private void appended(Entry entry) {
        typists.spoke(entry.conversation(), entry.origin().sender());
        book.appended(entry);
        repairs.check(entry.conversation());
    }

    private void synced(Event.Synced synced) {
        catchup.seen(synced.summary().conversation().id());
        book.synced(synced);
    }

    private void live(boolean limited) {
        if (!syncing) {
            return;
        }
        syncing = false;
        cancelSyncTimer();
        if (!session.isLive()) {
            book.live(true);
            session.live();
            told.synced();
            outbox.flush();
            requests.flush();
            presences.live();
        }
        repairs.checkAll();
        receipts.checkAll();
        catchup.done(limited);
        if (syncDue) {
            syncDue = false;
            sync();
        }
    }

    @Override
    public void lost() {
        cancelSyncTimer();
        syncing = false;
        book.live(false);
        outbox.lost();
        repairs.lost();
        presences.lost();
        typists.lost();
    }

    private void cancelSyncTimer() {
        if (syncTimer != null) {
            syncTimer.cancel();
            syncTimer = null;
        }
    }

    ConnectionState state() {
        return state;
    }

    @Nullable
    UserId user() {
        return user;
    }

    ListenerHub listeners() {
        return told;
    }

    Outbox outbox() {
        return outbox;
    }

    ConversationBook book() {
        return book;
    }

    OlderPages older() {
        return older;
    }

    Presences presences() {
        return presences;
    }

    Typists typists() {
        return typists;
    }

    Receipts receipts() {
        return receipts;
    }
}
