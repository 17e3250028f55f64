package dev.parley.core.internal.session;

import dev.parley.core.internal.discovery.Elsewhere;
import dev.parley.core.internal.outbound.ConnectionThread;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.session.Session;
import dev.parley.core.session.SessionConnection;
import dev.parley.core.session.Sessions;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Frame;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** The sessions of this node. Thread-safe. */
public final class SessionRegistry implements Sessions {

    /** The session of a connection that was refused. */
    private static final Session REFUSED = new Session() {
        @Override
        public void receive(Frame frame) {}

        @Override
        public void writabilityChanged() {}

        @Override
        public void disconnected() {}
    };

    private final SessionContext context;
    private final Drain drain;
    private final Resyncs resyncs;

    /**
     * No session yet.
     *
     * @param runtime clock, scheduler and random
     * @param settings what sessions are bound by
     * @param parts what they work with
     * @param index where fan-out finds them
     */
    public SessionRegistry(ChatRuntime runtime, SessionSettings settings, SessionParts parts, SessionIndex index) {
        this.context = new SessionContext(runtime, settings, parts, index);
        this.drain = new Drain(context);
        this.resyncs = new Resyncs(context);
    }

    /**
     * Ends sessions of devices that another node revoked, also when its signal is lost, until the drain.
     *
     * @param every how often the store is asked
     */
    public void checkDevices(Duration every) {
        new DeviceChecks(context, every).begin();
    }

    /** Has every session, at a time of its own within seconds, ask for what it may have missed. */
    public void resync() {
        resyncs.begin();
    }

    /** Has the sessions of some users, each at a time of its own within seconds, ask for what they may have missed. */
    public void resync(Collection<UserId> users) {
        if (!users.isEmpty()) {
            resyncs.begin(users);
        }
    }

    @Override
    public Session open(SessionConnection connection, long acceptedAtMillis) {
        if (context.draining()) {
            return refuse(connection);
        }
        SessionCore session = new SessionCore(context, connection, acceptedAtMillis);
        context.greeting.add(session);
        if (context.draining()) {
            // The drain may have looked before this one was there.
            session.end(CloseCode.GOING_AWAY);
        }
        return session;
    }

    private static Session refuse(SessionConnection connection) {
        ConnectionThread.run(connection, () -> connection.close(CloseCode.GOING_AWAY, "the node drains"));
        return REFUSED;
    }

    @Override
    public int count() {
        return context.index.count();
    }

    /**
     * Refuses new sessions and requests, tells every client to go elsewhere at a time of its own, waits for the answers
     * to what is under way, and closes all sessions (G16).
     *
     * @param deadline how long that may take
     * @param elsewhere where clients may go
     * @return completes when all are closed, at the deadline at the latest; never fails
     */
    public CompletionStage<Void> drain(Duration deadline, Elsewhere elsewhere) {
        return drain.begin(deadline, elsewhere);
    }
}
