package dev.parley.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every fault on a real pair of sockets. */
@Timeout(60)
class FaultProxyTest {

    /** Long enough for bytes to cross the loopback interface if anything lets them. */
    private static final int SILENCE_MILLIS = 300;

    private ServerSocket target;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to((InetSocketAddress) target.getLocalSocketAddress());
        client = new Socket(proxy.address().getAddress(), proxy.port());
        server = target.accept();
        // The proxy may learn only now that it is connected to the target: what comes first passes both ways.
        send(client, 1);
        assertReads(server, 1);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        target.close();
    }

    private static void send(Socket from, int... bytes) throws IOException {
        for (int b : bytes) {
            from.getOutputStream().write(b);
        }
    }

    private static void assertReads(Socket at, int... bytes) throws IOException {
        for (int b : bytes) {
            assertThat(at.getInputStream().read()).isEqualTo(b);
        }
    }

    private static void assertSilent(Socket at) throws IOException {
        at.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> at.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        at.setSoTimeout(0);
    }

    private static void assertReset(Socket at) {
        assertThatThrownBy(() -> at.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    private ProxiedConnection connection() {
        return proxy.connections().get(0);
    }

    @Test
    void withoutAFaultEveryBytePassesBothWays() throws Exception {
        byte[] much = new byte[5_000_000];
        new Random(1).nextBytes(much);
        CompletableFuture<Void> up = write(client, much);
        CompletableFuture<Void> down = write(server, much);
        CompletableFuture<byte[]> atServer = CompletableFuture.supplyAsync(() -> readFully(server, much.length));
        assertThat(readFully(client, much.length)).isEqualTo(much);
        assertThat(atServer.join()).isEqualTo(much);
        CompletableFuture.allOf(up, down).join();
        assertThat(connection().forwarded(Direction.TO_SERVER)).isEqualTo(1 + much.length);
        assertThat(connection().forwarded(Direction.TO_CLIENT)).isEqualTo(much.length);
    }

    private static CompletableFuture<Void> write(Socket to, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                to.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static byte[] readFully(Socket from, int length) {
        try {
            return from.getInputStream().readNBytes(length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theEndOfAStreamPassesAndTheOtherWayGoesOn() throws IOException {
        send(client, 1);
        client.shutdownOutput();
        assertReads(server, 1, -1);
        send(server, 2);
        assertReads(client, 2);
        server.close();
        assertReads(client, -1);
    }

    @Test
    void aResetPassesAsAReset() throws IOException {
        server.setSoLinger(true, 0);
        server.close();
        assertReset(client);
    }

    @Test
    void aDelayPassesBytesLaterAndTheOtherWayAtOnce() throws IOException {
        proxy.fault(Direction.TO_SERVER, new Fault.Delay(Duration.ofMillis(400)));
        long start = System.nanoTime();
        send(client, 1, 2);
        client.shutdownOutput();
        send(server, 3);
        assertReads(client, 3);
        long there = System.nanoTime() - start;
        assertReads(server, 1, 2, -1);
        long here = System.nanoTime() - start;
        assertThat(Duration.ofNanos(here)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(there).isLessThan(here);
    }

    @Test
    void aDelayDoesNotHoldUpWhatFollows() throws IOException {
        proxy.fault(Direction.TO_SERVER, new Fault.Delay(Duration.ofMillis(200)));
        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            send(client, i);
        }
        for (int i = 0; i < 50; i++) {
            assertReads(server, i);
        }
        // One after the other they would take ten seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aBlackholePassesNothingUntilItEnds() throws IOException {
        proxy.fault(Direction.TO_SERVER, new Fault.Blackhole());
        send(client, 1);
        send(server, 2);
        assertReads(client, 2);
        assertSilent(server);
        proxy.heal();
        assertReads(server, 1);
    }

    @Test
    void aBlackholeHidesEvenAResetAndNewConnectionsMeetItToo() throws IOException {
        proxy.fault(Direction.TO_CLIENT, new Fault.Blackhole());
        server.setSoLinger(true, 0);
        server.close();
        assertSilent(client);
        try (Socket next = new Socket(proxy.address().getAddress(), proxy.port());
                Socket accepted = target.accept()) {
            send(accepted, 1);
            assertSilent(next);
            proxy.fault(Direction.TO_CLIENT, new Fault.None());
            assertReads(next, 1);
        }
        assertReset(client);
    }

    @Test
    void aBlackholeHidesAResetThatIsFoundByWriting() throws IOException {
        proxy.fault(Direction.TO_CLIENT, new Fault.Blackhole());
        server.setSoLinger(true, 0);
        server.close();
        for (int i = 0; i < 100; i++) {
            send(client, i);
        }
        assertSilent(client);
        proxy.heal();
        assertReset(client);
    }

    @Test
    void aSlowReceiverIsFeltByTheSender() throws IOException {
        proxy.fault(Direction.TO_SERVER, new Fault.Blackhole());
        CompletableFuture<Void> much = write(client, new byte[30_000_000]);
        assertSilent(server);
        assertThat(much).isNotDone();
        proxy.heal();
        assertThat(readFully(server, 30_000_000)).hasSize(30_000_000);
        much.join();
    }

    @Test
    void aDripPassesSomeBytesAtATime() throws IOException {
        proxy.fault(Direction.TO_CLIENT, new Fault.Drip(2, Duration.ofMillis(100)));
        long start = System.nanoTime();
        server.getOutputStream().write(new byte[] {1, 2, 3, 4, 5, 6, 7});
        assertReads(client, 1, 2, 3, 4, 5, 6, 7);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
    }

    @Test
    void aDropSwallowsAndThenCloses() throws IOException {
        connection().fault(Direction.TO_SERVER, new Fault.Drop(3));
        send(client, 1, 2);
        assertSilent(server);
        send(client, 3);
        assertReads(server, -1);
        assertReads(client, -1);
        assertThat(connections()).isZero();
    }

    private int connections() {
        return proxy.connections().size();
    }

    @Test
    void aCutPassesSoManyBytesAndThenCloses() throws IOException {
        connection().fault(Direction.TO_CLIENT, new Fault.Cut(2, false));
        server.getOutputStream().write(new byte[] {1, 2, 3, 4});
        assertReads(client, 1, 2, -1);
    }

    @Test
    void aCutCanReset() throws IOException {
        connection().fault(Direction.TO_CLIENT, new Fault.Cut(0, true));
        assertReset(client);
        assertReset(server);
    }

    @Test
    void aCutComesBeforeAText() throws IOException {
        proxy.fault(Direction.TO_CLIENT, new Fault.CutBefore("ok"));
        server.getOutputStream().write("no, no".getBytes(StandardCharsets.US_ASCII));
        assertReads(client, 'n', 'o', ',', ' ', 'n', 'o');
        server.getOutputStream().write("yes ok yes".getBytes(StandardCharsets.US_ASCII));
        assertReads(client, 'y', 'e', 's', ' ');
        assertReset(client);
        assertReset(server);
    }

    @Test
    void aCutCountsForEachConnectionByItself() throws IOException {
        proxy.fault(Direction.TO_SERVER, new Fault.Cut(1, false));
        try (Socket next = new Socket(proxy.address().getAddress(), proxy.port());
                Socket accepted = target.accept()) {
            send(next, 1);
            assertReads(accepted, 1, -1);
            send(client, 2);
            assertReads(server, 2, -1);
        }
    }

    @Test
    void oneConnectionMisbehavesAndAnotherDoesNot() throws IOException {
        try (Socket next = new Socket(proxy.address().getAddress(), proxy.port());
                Socket accepted = target.accept()) {
            connection().fault(Direction.TO_SERVER, new Fault.Blackhole());
            send(client, 1);
            send(next, 2);
            assertReads(accepted, 2);
            assertSilent(server);
        }
    }

    @Test
    void aResetReachesBothEnds() throws IOException {
        ProxiedConnection connection = connection();
        connection.reset();
        assertReset(client);
        assertReset(server);
        assertThat(connection.isOpen()).isFalse();
        connection.fault(Direction.TO_CLIENT, new Fault.None()); // has nothing to do any more
    }

    @Test
    void aCloseEndsBothWaysInOrder() throws IOException {
        connection().close();
        assertReads(client, -1);
        assertReads(server, -1);
    }

    @Test
    void aHalfCloseEndsOneWayAndSwallowsTheRest() throws IOException {
        connection().halfClose(Direction.TO_CLIENT);
        assertReads(client, -1);
        send(server, 1);
        send(client, 2);
        assertReads(server, 2);
        assertThat(connection().forwarded(Direction.TO_CLIENT)).isZero();
    }

    @Test
    void refusedConnectionsAreResetAndCounted() throws IOException {
        proxy.refuse(true);
        try (Socket next = new Socket(proxy.address().getAddress(), proxy.port());
                InputStream in = next.getInputStream()) {
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset"); // the reset may come before connect returns
        }
        assertThat(proxy.accepted()).isEqualTo(2);
        proxy.heal();
        try (Socket next = new Socket(proxy.address().getAddress(), proxy.port());
                Socket accepted = target.accept()) {
            send(next, 1);
            assertReads(accepted, 1);
        }
    }

    @Test
    void whereTheTargetIsDownTheClientIsReset() throws IOException {
        target.close();
        try (Socket next = new Socket(proxy.address().getAddress(), proxy.port())) {
            assertReset(next);
        }
    }

    @Test
    void connectionsToComeGoToTheNewTarget() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            proxy.target((InetSocketAddress) other.getLocalSocketAddress());
            try (Socket next = new Socket(proxy.address().getAddress(), proxy.port());
                    Socket accepted = other.accept()) {
                send(accepted, 1);
                assertReads(next, 1);
            }
        }
        send(client, 2);
        assertReads(server, 2);
    }

    @Test
    void closingResetsEverythingAndEndsTheThread() {
        String name = "fault-proxy-" + proxy.port();
        proxy.close();
        assertReset(client);
        assertReset(server);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals(name));
        assertThat(proxy.connections()).isEmpty();
        proxy.close();
    }

    @Test
    void faultsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Fault.Delay(Duration.ZERO)).hasMessage("by: 0 (expected: more than 0)");
        assertThatThrownBy(() -> new Fault.Drip(0, Duration.ofMillis(1))).hasMessageContaining("bytes: 0");
        assertThatThrownBy(() -> new Fault.Drop(0)).hasMessageContaining("bytes: 0");
        assertThatThrownBy(() -> new Fault.Cut(-1, true)).hasMessageContaining("bytes: -1");
    }
}
