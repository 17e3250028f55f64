package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.faults.clients.Crowd;
import dev.parley.integration.faults.clients.Latencies;
import dev.parley.integration.faults.clients.LightClient;
import dev.parley.integration.faults.clients.LightClients;
import dev.parley.integration.faults.clients.SlowClients;
import dev.parley.integration.process.ServerLaunch;
import dev.parley.integration.process.ServerProcess;
import dev.parley.model.ConversationId;
import dev.parley.testkit.proxy.Direction;
import dev.parley.testkit.proxy.Fault;
import dev.parley.testkit.proxy.FaultProxy;
import dev.parley.testkit.proxy.ProxiedConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What goes wrong between clients and server: nothing passes, or too slowly, or everybody comes at once. */
class NetworkFaultsIT {

    private static final Duration PING = Duration.ofSeconds(2);
    private static final Duration START = Matrix.seconds(60, 240);
    private static final int LOADED = 50;
    private static final int KIB = 1_024;
    private static final int CROWD = 50;
    private static final int CONVERSATIONS = 10;
    /**
     * For a client that missed nothing, however many its conversations are: the device, the inbox, the heads, own and
     * others' marks, what is unread, the newest messages and what became of them, which not everybody has to read.
     */
    private static final int CALLS = 9;
    /** What a roster's way into memory after the start takes, besides a head: once for the node, not for each client. */
    private static final List<String> ROSTERS =
            List.of("ConversationStore.memberships", "ConversationStore.find", "ConversationStore.members");

    @Test
    void halfOpenConnectionsAreGivenUpByBothSides() throws Exception {
        int rounds = Matrix.size(1, 5);
        try (ServerProcess server = ServerProcess.start("half-open", FaultServer.LAUNCH);
                FaultProxy proxy = FaultProxy.to(server.socket());
                Load load =
                        new Load(server, URI.create("ws://localhost:" + proxy.port() + "/v1/connect"), Load.NAMES)) {
            Worst closed = new Worst();
            Worst noticed = new Worst();
            Worst back = new Worst();
            for (int i = 0; i < rounds; i++) {
                await(() -> sessions(server) == LOADED);
                load.fault("half-open, and no way back");
                proxy.refuse(true);
                int victims = blackhole(proxy);
                closed.add(await(() -> sessions(server) == LOADED - victims));
                proxy.heal();
                await(() -> sessions(server) == LOADED);
                int before = load.disconnections();
                load.fault("half-open");
                assertThat(blackhole(proxy)).isEqualTo(victims);
                long start = System.nanoTime();
                noticed.add(await(() -> load.disconnections() >= before + victims));
                await(() -> sessions(server) == LOADED && open(proxy) == LOADED + victims);
                back.add(Duration.ofNanos(System.nanoTime() - start));
                proxy.heal();
            }
            load.awaitProgress();
            Matrix.measured(
                    "half-open",
                    load.finish() + "; server closed all within " + closed + ", clients noticed within " + noticed
                            + " and were back within " + back + " (two pings: "
                            + PING.multipliedBy(2).toMillis() + " ms)");
            // Two pings, and the time that a busy machine takes to notice.
            assertThat(closed.duration()).isLessThan(PING.multipliedBy(2).plusSeconds(4));
            assertThat(noticed.duration()).isLessThan(PING.multipliedBy(2).plusSeconds(4));
        }
    }

    /** Silences some connections in both directions, some in the one, some in the other; returns how many. */
    private static int blackhole(FaultProxy proxy) {
        List<ProxiedConnection> open = new ArrayList<>(proxy.connections());
        Collections.shuffle(open, new Random(1));
        int each = 5;
        for (ProxiedConnection connection : open.subList(0, 2 * each)) {
            connection.fault(Direction.TO_SERVER, new Fault.Blackhole());
        }
        for (ProxiedConnection connection : open.subList(each, 3 * each)) {
            connection.fault(Direction.TO_CLIENT, new Fault.Blackhole());
        }
        return 3 * each;
    }

    private static int open(FaultProxy proxy) {
        return proxy.connections().size();
    }

    @Test
    void slowConsumersDelayNobodyAndCostWhatTheyMay() throws Exception {
        int slowPerCrowd = Matrix.size(5, 10);
        Duration stuck = Matrix.seconds(8, 30);
        ServerLaunch launch =
                FaultServer.LAUNCH.with("parley.ping", "25000", "parley.stuck", Long.toString(stuck.toMillis()));
        Latencies latencies = new Latencies();
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        try (ServerProcess server = ServerProcess.start("slow-consumers", launch);
                Load load = new Load(server, server.webSocket(), Load.NAMES);
                LightClients clients = new LightClients(server.webSocket(), latencies::shown)) {
            List<Crowd> crowds = new ArrayList<>();
            Map<String, ConversationId> slow = new LinkedHashMap<>();
            for (int c = 0; c < Matrix.size(2, 10); c++) {
                List<LightClient> members = connect(clients, "fast" + c + "-", Matrix.size(45, 90));
                clients.awaitLive(START);
                List<String> others = names("slow" + c + "-", slowPerCrowd);
                Crowd crowd = Crowd.of(members, others);
                crowds.add(crowd);
                others.forEach(user -> slow.put(user, crowd.id()));
            }
            int fast = sessions(server);
            // Faster than the outbound limit divided by the time to be stuck, so that entries give way to hints.
            String text = "x".repeat(6 * KIB);
            AtomicInteger turn = new AtomicInteger();
            long every = Matrix.size(80, 300) * 1_000L / crowds.size();
            Future<?> writing = pace.scheduleAtFixedRate(
                    () -> crowds.get(turn.getAndIncrement() % crowds.size()).write(text),
                    0,
                    every,
                    TimeUnit.MICROSECONDS);
            Duration window = Matrix.seconds(6, 20);
            latencies.begin();
            sleep(window);
            latencies.end(); // warm
            List<long[]> without = new ArrayList<>();
            List<long[]> with = new ArrayList<>();
            Gauges base = new Gauges(0, 0);
            Gauges most = base;
            Worst closed = new Worst();
            without.add(measure(latencies, window));
            base = max(base, Gauges.of(server));
            for (int phase = 0; phase < Matrix.size(1, 3); phase++) {
                load.fault("slow consumers");
                long start = System.nanoTime();
                try (SlowClients readers = new SlowClients(server.socket(), slow)) {
                    readers.begin();
                    await(() -> sessions(server) == fast + slow.size());
                    await(readers::onlyRead);
                    with.add(measure(latencies, window));
                    while (sessions(server) > fast) {
                        most = max(most, Gauges.of(server));
                        sleep(Duration.ofMillis(500));
                        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(3));
                    }
                    closed.add(Duration.ofNanos(System.nanoTime() - start));
                }
                without.add(measure(latencies, window));
                base = max(base, Gauges.of(server));
            }
            assertThat(writing.isDone()).as("they went on writing").isFalse();
            pace.shutdown();
            assertThat(pace.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            await(() -> crowds.stream().allMatch(Crowd::settled));
            await(() -> crowds.stream().allMatch(Crowd::caughtUp));
            assertThat(clients.ended()).isEmpty();
            Matrix.measured(
                    "slow-consumers",
                    load.finish() + "; " + slow.size() + " slow of " + (fast + slow.size()) + " sessions; "
                            + compared(with, without) + "; heap " + base.heap() / KIB + " -> " + most.heap() / KIB
                            + " KiB, direct " + base.direct() / KIB + " -> " + most.direct() / KIB
                            + " KiB; all slow ones closed within " + closed);
            // What waits in the session (512 KiB), the transport's high water (64 KiB), and as much again for the rest.
            long allowed = slow.size() * (512L + 64 + 64) * KIB + 16L * KIB * KIB;
            assertThat(most.heap() - base.heap()).isLessThan(allowed);
            assertThat(most.direct() - base.direct()).isLessThan(allowed);
        } finally {
            pace.shutdownNow();
        }
    }

    private static long[] measure(Latencies latencies, Duration window) throws InterruptedException {
        latencies.begin();
        sleep(window);
        return latencies.end();
    }

    private static String compared(List<long[]> with, List<long[]> without) {
        long[] slow = with.stream().flatMapToLong(LongStream::of).toArray();
        long[] alone = without.stream().flatMapToLong(LongStream::of).toArray();
        assertThat(slow).isNotEmpty();
        double before = Latencies.percentile(alone, 0.99);
        double after = Latencies.percentile(slow, 0.99);
        return String.format(
                "latency p50 %.1f -> %.1f ms, p99 %.1f -> %.1f ms (x%.2f) of %d and %d deliveries",
                Latencies.percentile(alone, 0.5),
                Latencies.percentile(slow, 0.5),
                before,
                after,
                after / before,
                alone.length,
                slow.length);
    }

    private static Gauges max(Gauges one, Gauges other) {
        return new Gauges(Math.max(one.heap(), other.heap()), Math.max(one.direct(), other.direct()));
    }

    @Test
    void everybodyIsBackSoonAfterARestart() throws Exception {
        int count = Matrix.size(300, 5_000);
        try (ServerProcess server = ServerProcess.start("storm", FaultServer.LAUNCH);
                LightClients clients = new LightClients(server.webSocket(), entry -> {})) {
            List<LightClient> members = connect(clients, "member", count);
            clients.awaitLive(START);
            List<Crowd> crowds = new ArrayList<>();
            for (int first = 0; first < count; first += CROWD) {
                for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                    Crowd crowd = Crowd.of(members.subList(first, first + CROWD), List.of());
                    crowd.write("hello");
                    crowds.add(crowd);
                }
            }
            await(() -> crowds.stream().allMatch(crowd -> crowd.settled() && crowd.caughtUp()));
            int refused = clients.refusals();
            Duration alone = restart(server, clients);
            refused = clients.refusals() - refused;
            Map<String, Long> made = storeCalls(server);
            long loading = ROSTERS.stream()
                    .mapToLong(name -> made.getOrDefault(name, 0L))
                    .sum();
            double calls = made.values().stream().mapToLong(Long::longValue).sum() - loading;
            String result = String.format(
                    "%d clients back %d ms after the port was open, %d hellos put off, %.1f store calls per client of %d"
                            + " conversations, and %d to load %d rosters: %s",
                    count, alone.toMillis(), refused, calls / count, CONVERSATIONS, loading, crowds.size(), made);
            if (Matrix.size(0, 1) > 0) {
                result += "; under load " + restartUnderLoad(server, clients);
            }
            assertThat(clients.ended()).isEmpty();
            Matrix.measured("storm", result);
            assertThat(calls / count).isLessThan(CALLS);
            assertThat(made.get("ConversationStore.members")).isLessThanOrEqualTo(crowds.size());
        }
    }

    private static Map<String, Long> storeCalls(ServerProcess server) throws Exception {
        String told = server.call("GET", "/test/calls");
        return Stream.of(told.substring(1, told.length() - 1).split(", "))
                .map(call -> call.split("="))
                .collect(Collectors.toMap(call -> call[0], call -> Long.valueOf(call[1]), Long::sum, TreeMap::new));
    }

    private static String restartUnderLoad(ServerProcess server, LightClients clients) throws Exception {
        try (Load load = new Load(server, server.webSocket(), Load.NAMES)) {
            load.awaitProgress();
            load.fault("kill -9, and everybody comes back");
            Duration back = restart(server, clients);
            return back.toMillis() + " ms, " + load.finish();
        }
    }

    private static Duration restart(ServerProcess server, LightClients clients) throws Exception {
        server.kill();
        clients.awaitLost();
        server.start();
        long start = System.nanoTime();
        clients.awaitLive(Duration.ofSeconds(60));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<LightClient> connect(LightClients clients, String prefix, int count) {
        return names(prefix, count).stream().map(clients::connect).toList();
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static int sessions(ServerProcess server) {
        try {
            return Integer.parseInt(server.call("GET", "/test/sessions"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration await(BooleanSupplier condition) {
        long start = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
