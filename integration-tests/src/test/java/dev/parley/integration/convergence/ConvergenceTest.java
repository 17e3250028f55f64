package dev.parley.integration.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ClientOptions;
import dev.parley.client.ParleyClient;
import dev.parley.core.ChatOptions;
import dev.parley.core.SessionOptions;
import dev.parley.integration.sim.SimNet;
import dev.parley.protocol.FrameCodec;
import dev.parley.view.ConversationSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * G8: what a client made of a snapshot and the events since is what a fresh client is told. Real engine, real clients,
 * random users on bad networks, one thread, virtual time.
 */
class ConvergenceTest {

    /** More conversations than there will be. */
    static final int ALL = 200;

    private static final int STEPS = 70;
    private static final ClientOptions FRESH =
            new ClientOptions("", Duration.ofSeconds(30), Duration.ofSeconds(15), false, 10_000, 10_000, ALL, 200);

    @TestFactory
    Stream<DynamicTest> aCopyGrownByEventsEqualsAFreshOne() {
        Long one = Long.getLong("parley.seed");
        long seeds = Long.getLong("parley.seeds", 200);
        LongStream run = one != null ? LongStream.of(one) : LongStream.rangeClosed(1, seeds);
        return run.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> converges(seed)));
    }

    @Test
    void aSeedGivesTheSameRunAgain() {
        assertThat(run(4)).isEqualTo(run(4));
    }

    private static void converges(long seed) {
        try {
            run(seed);
        } catch (Throwable e) {
            String replay = "replay with -Dtest=ConvergenceTest -Dparley.seed=" + seed;
            throw new AssertionError(replay + "\n" + e.getMessage(), e);
        }
    }

    /** Runs a world, and returns a checksum of all that went over its wires. */
    private static long run(long seed) {
        Trace wire = new Trace();
        SessionOptions usual = SessionOptions.DEFAULT;
        SessionOptions tight = new SessionOptions(
                usual.helloTimeout(),
                usual.ping(),
                3_000, // so that slow clients fall to hints
                usual.stuck(),
                usual.perUser(),
                usual.requests(),
                usual.offlineAfter(),
                usual.typing());
        SimNet net = new SimNet(seed, ChatOptions.DEFAULT.with(tight), wire);
        List<SimDevice> devices = devices(net);
        net.pass(Duration.ofSeconds(1));
        Workload workload = new Workload(net, devices);
        for (int step = 0; step < STEPS; step++) {
            workload.step();
        }
        becomeQuiet(net, devices);
        for (String user : Workload.USERS) {
            compare(net, user, devices.stream().filter(d -> d.user.equals(user)).toList());
        }
        assertThat(net.failures()).isEmpty();
        return wire.checksum();
    }

    private static List<SimDevice> devices(SimNet net) {
        List<SimDevice> devices = new ArrayList<>();
        for (String user : Workload.USERS) {
            int count = 1 + net.random().nextInt(3);
            for (int i = 0; i < count; i++) {
                devices.add(new SimDevice(net, user, i, codec(net.random()), options(net.random())));
            }
        }
        return devices;
    }

    private static FrameCodec codec(Random random) {
        return random.nextBoolean() ? FrameCodec.JSON : FrameCodec.CBOR;
    }

    /** Small pages, so that syncs are limited and timelines trimmed. */
    private static ClientOptions options(Random random) {
        return new ClientOptions(
                "",
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                random.nextInt(4) > 0,
                10_000,
                random.nextBoolean() ? 20 : 500,
                random.nextBoolean() ? ALL : 1 + random.nextInt(4),
                1 + random.nextInt(10));
    }

    private static void becomeQuiet(SimNet net, List<SimDevice> devices) {
        devices.forEach(device -> {
            device.access.slow(false);
            device.access.up(true);
        });
        net.pass(Duration.ofSeconds(40));
        for (int i = 0; i < 20 && !devices.stream().allMatch(SimDevice::quiet); i++) {
            net.pass(Duration.ofSeconds(20));
        }
        assertThat(devices).allMatch(SimDevice::quiet);
        net.pass(Duration.ofSeconds(30));
    }

    private static void compare(SimNet net, String user, List<SimDevice> grown) {
        SimDevice fresh = new SimDevice(net, user, 99, FrameCodec.JSON, FRESH);
        net.pass(Duration.ofSeconds(2));
        assertThat(fresh).matches(SimDevice::quiet);
        Copy expected = Copy.of(readAll(net, fresh.client()));
        List<String> differences = new ArrayList<>();
        for (SimDevice device : grown) {
            Copy.differences(Copy.of(device.client()), expected, device.syncsAll())
                    .forEach(difference -> differences.add(device.id + " " + difference));
        }
        if (!differences.isEmpty()) {
            throw new AssertionError(String.join("\n", differences));
        }
        fresh.close();
        net.pass(Duration.ZERO);
    }

    private static ParleyClient readAll(SimNet net, ParleyClient client) {
        for (ConversationSummary row : client.conversations().list()) {
            for (int i = 0;
                    i < 10
                            && client.messages()
                                    .timeline(row.conversation().id())
                                    .before();
                    i++) {
                client.messages().loadOlder(row.conversation().id(), 200);
                net.pass(Duration.ofSeconds(1));
            }
        }
        return client;
    }
}
