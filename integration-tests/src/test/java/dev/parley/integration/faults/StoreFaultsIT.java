package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.faults.clients.PingProbe;
import dev.parley.integration.process.ServerProcess;
import dev.parley.testkit.proxy.Direction;
import dev.parley.testkit.proxy.Fault;
import dev.parley.testkit.proxy.FaultProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with the database while clients write. */
class StoreFaultsIT {

    /** Far more than the noise of a busy machine, far less than the store takes. */
    private static final Duration BLOCKED = Duration.ofSeconds(2);

    private PostgresProcess postgres;
    private FaultProxy wire;

    @BeforeEach
    void start() throws Exception {
        postgres = new PostgresProcess();
        wire = FaultProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), postgres.port()));
    }

    @AfterEach
    void stop() throws Exception {
        wire.close();
        postgres.close();
    }

    private ServerProcess server(String row) throws Exception {
        return ServerProcess.start(row, FaultServer.LAUNCH.with("parley.store", PostgresProcess.url(wire.port())));
    }

    @Test
    void aDatabaseKilledAndStartedAgainLosesNothing() throws Exception {
        int kills = Matrix.size(2, 10);
        try (ServerProcess server = server("postgresql-kill");
                Load load = new Load(server, server.webSocket(), Load.NAMES)) {
            Worst back = new Worst();
            for (int i = 0; i < kills; i++) {
                load.awaitProgress();
                load.fault("kill -9 of PostgreSQL");
                postgres.kill();
                TimeUnit.MILLISECONDS.sleep(500);
                long acked = load.acked();
                TimeUnit.SECONDS.sleep(1);
                assertThat(load.acked()).as("no ack without a store").isEqualTo(acked);
                postgres.startAgain();
                back.add(load.awaitProgress());
            }
            Matrix.measured(
                    "postgresql-kill", load.finish() + "; acks again at most " + back + " after the database was back");
        }
    }

    @Test
    void aConnectionCutRightAfterCommitWasSentLosesAndDoublesNothing() throws Exception {
        int rounds = Matrix.size(8, 60);
        try (ServerProcess server = server("commit-cut");
                Load load = new Load(server, server.webSocket(), Load.NAMES)) {
            load.awaitProgress();
            load.fault("connections cut after COMMIT");
            long before = wire.accepted();
            for (int i = 0; i < rounds; i++) {
                wire.fault(Direction.TO_CLIENT, new Fault.CutBefore("COMMIT\0")); // the tag of PostgreSQL's answer
                TimeUnit.MILLISECONDS.sleep(300);
                wire.heal();
                load.awaitProgress();
            }
            long cut = wire.accepted() - before;
            assertThat(cut).as("connections cut").isGreaterThanOrEqualTo(rounds);
            Matrix.measured("commit-cut", load.finish() + "; " + cut + " connections cut");
        }
    }

    @Test
    void aSlowDatabaseBlocksNoEventLoop() throws Exception {
        stall("store-slow", "store slow by 5 s", () -> {
            wire.fault(Direction.TO_CLIENT, new Fault.Delay(Duration.ofSeconds(5)));
            return wire::heal;
        });
    }

    @Test
    void aPoolThatIsUsedUpBlocksNoEventLoop() throws Exception {
        stall("pool-exhausted", "every connection of the pool waits for a lock", () -> {
            Connection other = postgres.connect();
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                for (String table : new String[] {"parley_head", "parley_inbox", "parley_mark", "parley_device"}) {
                    statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
                }
            }
            return other;
        });
    }

    /** Keeps the store from answering; what is returned ends that. */
    @FunctionalInterface
    private interface Strike {
        AutoCloseable begin() throws Exception;
    }

    private void stall(String row, String what, Strike strike) throws Exception {
        try (ServerProcess server = server(row);
                Load load = new Load(server, server.webSocket(), Load.NAMES);
                PingProbe pings = new PingProbe(server.webSocket())) {
            load.awaitProgress();
            TimeUnit.SECONDS.sleep(2);
            Duration calm = pings.worst();
            load.fault(what);
            AutoCloseable end = strike.begin();
            TimeUnit.SECONDS.sleep(Matrix.size(8, 40));
            Duration slow = pings.worst();
            int lost = load.disconnections();
            end.close();
            Duration back = load.awaitProgress();
            assertThat(slow).isLessThan(BLOCKED);
            assertThat(lost).as("connections lost").isZero();
            Matrix.measured(
                    row,
                    load.finish() + "; longest pong " + slow.toMillis() + " ms (before: " + calm.toMillis()
                            + " ms), no connection lost, acks again " + back.toMillis() + " ms after it was over");
        }
    }
}
