package dev.parley.integration.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ClientOptions;
import dev.parley.client.ParleyClient;
import dev.parley.core.ChatOptions;
import dev.parley.core.FanOutOptions;
import dev.parley.core.SessionOptions;
import dev.parley.core.service.InboxDifference;
import dev.parley.core.service.Rederivation;
import dev.parley.core.service.RederivationOptions;
import dev.parley.core.service.RederivationReport;
import dev.parley.integration.sim.SimNet;
import dev.parley.integration.sim.SimNode;
import dev.parley.protocol.FrameCodec;
import dev.parley.view.ConversationSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One run: users do what they do while things go wrong; then nothing goes wrong any more, and everything has to come
 * right: what was acked is there, once, in the same order for all, and every copy is what a fresh client is told.
 */
final class Simulation {

    /** Of the devices that take the place of revoked ones. */
    private static final int FIRST_SPARE = 100;

    /** More conversations than there will be. */
    static final int ALL = 200;

    private static final ClientOptions FRESH =
            new ClientOptions("", Duration.ofSeconds(30), Duration.ofSeconds(15), false, 10_000, 10_000, ALL, 200);

    private final Plan plan;
    private final Trace wire = new Trace();
    private final SimNet net;
    private final Ledger ledger = new Ledger();
    private final List<SimDevice> devices = new ArrayList<>();
    private int spares;

    private Simulation(Plan plan) {
        this.plan = plan;
        net = new SimNet(plan.seed(), plan.nodes(), options(plan), wire);
    }

    /** Runs it, and returns a checksum of all that went over its wires. */
    static long run(Plan plan) {
        return new Simulation(plan).run();
    }

    /** Runs it; what fails is told with a plan as short as can be found. */
    static void check(Plan plan) {
        try {
            run(plan);
        } catch (Throwable first) {
            Plan shorter = Shrinker.shrink(plan, some -> failure(some) != null);
            Throwable failure = failure(shorter);
            Throwable shown = failure == null ? first : failure;
            throw new AssertionError(shorter.replay() + "\n" + shown.getMessage(), shown);
        }
    }

    private static Throwable failure(Plan plan) {
        try {
            run(plan);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private long run() {
        for (String user : Workload.USERS) {
            int count = 1 + net.random().nextInt(3);
            for (int i = 0; i < count; i++) {
                devices.add(new SimDevice(net, ledger, user, i, codec(net.random()), options(net.random())));
            }
        }
        net.pass(Duration.ofSeconds(1));
        for (int step : plan.steps()) {
            Random random = plan.random(step);
            if (plan.nodes() > 1 && random.nextInt(5) == 0) {
                Mishaps mishaps = new Mishaps(net, random);
                if (plan.onlyBus()) {
                    mishaps.onTheBus();
                } else {
                    mishaps.one();
                }
            } else {
                new Workload(net, devices, step, random).step();
            }
            replaceRevoked();
            net.pass(Duration.ofMillis(random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(300)));
        }
        becomeQuiet();
        devices.stream().filter(SimDevice::syncsAll).forEach(ledger::caughtUp);
        ledger.revocations().settled(devices);
        ledger.check(net);
        // A group whose maker's node died before it wrote the rows is in an inbox when somebody asks for it (decision
        // 16).
        assertThat(differencesFromLogs(RederivationOptions.REPAIR)).allMatch(InboxDifference::repairable);
        assertThat(differencesFromLogs(RederivationOptions.COMPARE)).isEmpty();
        for (String user : Workload.USERS) {
            compare(user, devices.stream().filter(d -> d.user.equals(user)).toList());
        }
        assertThat(net.failures()).isEmpty();
        return wire.checksum();
    }

    /** Who learns that their device was revoked takes a new one. */
    private void replaceRevoked() {
        for (int i = 0; i < devices.size(); i++) {
            SimDevice device = devices.get(i);
            if (ledger.revocations().ended(device)) {
                device.close();
                int number = FIRST_SPARE + spares++;
                devices.set(
                        i, new SimDevice(net, ledger, device.user, number, codec(net.random()), options(net.random())));
            }
        }
    }

    private static ChatOptions options(Plan plan) {
        ChatOptions usual = ChatOptions.DEFAULT.with(tight());
        return plan.tiny() ? usual.with(usual.conversations().with(new FanOutOptions(2, 3, 1))) : usual;
    }

    private static SessionOptions tight() {
        SessionOptions usual = SessionOptions.DEFAULT;
        return new SessionOptions(
                usual.helloTimeout(),
                usual.ping(),
                3_000, // so that slow clients fall to hints
                usual.stuck(),
                usual.perUser(),
                usual.requests(),
                usual.offlineAfter(),
                usual.typing());
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

    /** Nothing goes wrong any more. */
    private void becomeQuiet() {
        net.trouble().store(0);
        net.trouble().bus(0);
        for (SimNode node : net.nodes()) {
            node.clockOff(Duration.ZERO);
            node.resume();
            node.start();
        }
        devices.forEach(device -> {
            device.access.slow(false);
            device.access.up(true);
        });
        net.pass(Duration.ofSeconds(40));
        settle();
        if (plan.nodes() > 1) {
            net.pass(Duration.ofMinutes(2)); // devices are checked, dead nodes looked for
            settle();
        }
        net.pass(Duration.ofSeconds(30));
    }

    private void settle() {
        replaceRevoked();
        for (int i = 0; i < 20 && !devices.stream().allMatch(SimDevice::quiet); i++) {
            net.pass(Duration.ofSeconds(20));
            replaceRevoked();
        }
        assertThat(devices).allMatch(SimDevice::quiet);
    }

    private void compare(String user, List<SimDevice> grown) {
        SimDevice fresh = new SimDevice(net, ledger, user, 99, FrameCodec.JSON, FRESH);
        net.pass(Duration.ofSeconds(20)); // with so little room its sync comes in many parts
        assertThat(fresh).matches(SimDevice::quiet);
        Copy expected = Copy.of(readAll(fresh.client()));
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

    /** What inboxes have otherwise than their logs say. */
    private List<InboxDifference> differencesFromLogs(RederivationOptions options) {
        List<InboxDifference> differences = new ArrayList<>();
        Rederivation job = net.nodes().get(0).inboxes().rederive(options, differences::add);
        net.pass(Duration.ofSeconds(30));
        assertThat(job.soFar().state()).isEqualTo(RederivationReport.State.DONE);
        return differences;
    }

    private ParleyClient readAll(ParleyClient client) {
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
