package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.faults.clients.StuckClient;
import dev.parley.integration.process.ServerLaunch;
import dev.parley.integration.process.ServerProcess;
import dev.parley.testkit.proxy.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong with the server's process, or is done to it, while clients write. */
class ProcessFaultsIT {

    private final Random random = new Random();

    @Test
    void deathBetweenCommitAndAckMakesOneMessage() throws Exception {
        int deaths = Matrix.size(2, 20);
        try (ServerProcess server = ServerProcess.start("die-unacked", FaultServer.LAUNCH);
                Load load = new Load(server, server.webSocket(), Load.NAMES)) {
            for (int i = 0; i < deaths; i++) {
                load.awaitProgress();
                load.fault("death between commit and ack");
                server.call("POST", "/test/die?appends=" + (1 + random.nextInt(100)));
                server.awaitEnd(Duration.ofMinutes(1));
                server.start();
            }
            load.awaitProgress();
            Matrix.measured("die-unacked", load.finish());
        }
    }

    @Test
    void aServerThatWasStoppedGoesOn() throws Exception {
        try (ServerProcess server = ServerProcess.start("stop", FaultServer.LAUNCH);
                Load load = new Load(server, server.webSocket(), Load.NAMES)) {
            load.awaitProgress();
            load.fault("SIGSTOP");
            server.signal("STOP");
            TimeUnit.SECONDS.sleep(Matrix.size(5, 30));
            server.signal("CONT");
            Duration back = load.awaitProgress();
            Matrix.measured("stop", load.finish() + "; acks again " + back.toMillis() + " ms after SIGCONT");
        }
    }

    @Test
    void aStoppedServerThatWasReplacedMeanwhileHarmsNothing() throws Exception {
        try (PostgresProcess postgres = new PostgresProcess()) {
            ServerLaunch launch = FaultServer.LAUNCH.with("parley.store", PostgresProcess.url(postgres.port()));
            try (ServerProcess first = ServerProcess.start("zombie", launch);
                    ServerProcess second = ServerProcess.start("zombie-other", launch);
                    FaultProxy balancer = FaultProxy.to(first.socket());
                    Load load = new Load(
                            first, URI.create("ws://localhost:" + balancer.port() + "/v1/connect"), Load.NAMES)) {
                load.awaitProgress();
                load.fault("SIGSTOP, and another server takes over");
                first.signal("STOP");
                TimeUnit.SECONDS.sleep(1);
                balancer.target(second.socket());
                balancer.resetAll();
                Duration moved = load.awaitProgress();
                TimeUnit.SECONDS.sleep(Matrix.size(3, 30));
                first.signal("CONT");
                TimeUnit.SECONDS.sleep(Matrix.size(2, 10));
                Matrix.measured(
                        "zombie", load.finish() + "; acks from the other server after " + moved.toMillis() + " ms");
            }
        }
    }

    @Test
    void aDrainUnderLoadKeepsItsDeadline() throws Exception {
        int drains = Matrix.size(1, 10);
        try (ServerProcess server = ServerProcess.start("drain", FaultServer.LAUNCH);
                Load load = new Load(server, server.webSocket(), Load.NAMES)) {
            Worst ended = new Worst();
            for (int i = 0; i < drains; i++) {
                load.awaitProgress();
                load.fault("SIGTERM");
                ended.add(drain(server));
                server.start();
                load.awaitProgress();
            }
            Matrix.measured("drain", load.finish() + "; ended at most " + ended + " after SIGTERM");
        }
    }

    @Test
    void aDrainWithAStuckClientKeepsItsDeadline() throws Exception {
        try (ServerProcess server = ServerProcess.start("drain-stuck", FaultServer.LAUNCH);
                Load load = new Load(server, server.webSocket(), Load.NAMES);
                StuckClient stuck = new StuckClient(server.socket(), "user0")) {
            load.awaitProgress();
            stuck.fill();
            load.fault("SIGTERM with a stuck client");
            Duration ended = drain(server);
            server.start();
            load.awaitProgress();
            Matrix.measured("drain-stuck", load.finish() + "; ended " + ended.toMillis() + " ms after SIGTERM");
        }
    }

    private static Duration drain(ServerProcess server) throws Exception {
        long start = System.nanoTime();
        server.signal("TERM");
        server.awaitEnd(FaultServer.DRAIN.plus(FaultServer.CUT).plusSeconds(3));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aClockThatJumpsDisturbsNobody() throws Exception {
        try (ServerProcess server = ServerProcess.start("clock", FaultServer.LAUNCH);
                Load load = new Load(server, server.webSocket(), Load.NAMES)) {
            load.awaitProgress();
            for (Duration off : new Duration[] {Duration.ofHours(-1), Duration.ofDays(365), Duration.ZERO}) {
                load.fault("clock off by " + off);
                server.call("POST", "/test/clock?off=" + off.toSeconds());
                TimeUnit.SECONDS.sleep(Matrix.size(2, 15));
                load.awaitProgress();
            }
            assertThat(load.disconnections()).as("connections lost").isZero();
            Matrix.measured("clock", load.finish() + "; no connection lost");
        }
    }
}
