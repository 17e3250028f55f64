package dev.parley.core.internal.session;

import dev.parley.core.Actor;
import dev.parley.core.ModelChecking;
import dev.parley.model.DeviceId;
import dev.parley.protocol.CloseCode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class SessionIndexLincheckTest {

    private static final int PER_USER = 2;
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final List<DeviceId> DEVICES = List.of(PHONE, PHONE, new DeviceId("laptop"));
    private static final Told[] CONNECTIONS = new Told[DEVICES.size()];
    private static final SessionCore[] SESSIONS = new SessionCore[DEVICES.size()];

    static {
        // Made once, so that no interleaving walks through what a session is made of.
        SessionFixture fixture = new SessionFixture();
        for (int i = 0; i < SESSIONS.length; i++) {
            CONNECTIONS[i] = new Told(fixture);
            SESSIONS[i] = (SessionCore) fixture.registry.open(CONNECTIONS[i], 0);
            SESSIONS[i].arrives(new Actor(SessionFixture.ADA, DEVICES.get(i)));
        }
    }

    @Test
    void inNoInterleavingDoesASessionOutliveItsRevokedDevice() {
        ModelChecking.race(Revoking.class);
    }

    /** A connection that only notes that its session was ended. */
    private static final class Told extends FakeConnection {

        private volatile boolean ended;

        Told(SessionFixture fixture) {
            super(fixture.manual);
        }

        @Override
        public Executor executor() {
            return task -> ended = true;
        }
    }

    private static int number(SessionCore session) {
        return Arrays.asList(SESSIONS).indexOf(session);
    }

    private static void checkSizes(SessionIndex index) {
        List<SessionCore> all = index.all();
        if (index.count() != all.size() || all.size() > PER_USER) {
            throw new IllegalStateException("counted " + index.count() + ", there are " + all.size());
        }
        if (all.stream().map(SessionCore::device).distinct().count() != all.size()) {
            throw new IllegalStateException("two sessions of one device");
        }
    }

    @Param(name = "session", gen = IntGen.class, conf = "0:1")
    public static final class Revoking {

        private final SessionIndex index = new SessionIndex();
        private final AtomicIntegerArray said = new AtomicIntegerArray(SESSIONS.length);
        private volatile boolean revoked;

        public Revoking() {
            for (Told connection : CONNECTIONS) {
                connection.ended = false;
            }
        }

        /** As the greeting does: arrives, asks the store, is added, has arrived. */
        @Operation
        public void hello(@Param(name = "session") int session) {
            if (said.getAndSet(session, 1) != 0) {
                return;
            }
            index.arrives(SessionFixture.ADA, SESSIONS[session]);
            if (!revoked || !DEVICES.get(session).equals(PHONE)) {
                index.add(SessionFixture.ADA, SESSIONS[session], PER_USER);
            }
            index.arrived(SessionFixture.ADA, SESSIONS[session]);
        }

        /** As the service does: first the store, then the index. */
        @Operation
        public void revoke() {
            revoked = true;
            index.end(SessionFixture.ADA, PHONE, CloseCode.DEVICE_REVOKED);
        }

        @Validate
        public void whoIsRevokedIsOut() {
            checkSizes(index);
            for (SessionCore session : index.all()) {
                if (revoked && session.device().equals(PHONE) && !CONNECTIONS[number(session)].ended) {
                    throw new IllegalStateException("a session outlives its device");
                }
            }
            if (index.arriving() != 0) {
                throw new IllegalStateException("a session arrives for ever");
            }
        }
    }
}
