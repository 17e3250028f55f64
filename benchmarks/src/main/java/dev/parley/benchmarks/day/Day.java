package dev.parley.benchmarks.day;

import dev.parley.benchmarks.capacity.Traffic;
import dev.parley.benchmarks.counting.Counted;
import dev.parley.benchmarks.counting.Tally;
import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.Stores;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.testkit.runtime.FakeRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The day: one of so many users, on real engines that share stores, a bus and a directory in memory; a restart of all nodes,
 * one after the other, at four in the morning, and the death of a node in the busiest minute. The same from the same seed.
 * Confined to one thread.
 */
final class Day {

    private static final int RESTARTS = 4 * DayCurve.HOUR;
    private static final int RESTART_EACH = 120;
    private static final int DEATH = DayCurve.RUSH + 300;
    private static final int RETURN = DEATH + 600;
    private static final int LINGER_SECONDS = 30;
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final int POSTS = 30;

    private final DayOptions options;
    private final Traffic traffic;
    private final FakeRuntime runtime;
    private final Random random;
    private final Tally tally = new Tally();
    private final Stores stores;
    private final NodeBus bus;
    private final SessionDirectory directory;
    private final List<@Nullable DayNode> nodes = new ArrayList<>();
    private final DayPeople people;
    private final List<DayClient> clients = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Slice> slices = new ArrayList<>();
    private final MessageBody body = MessageBody.text("x".repeat(200));
    private final Map<Integer, Integer> arrivals = new TreeMap<>();
    private int online;
    private int keys;
    private int second;

    Day(DayOptions options, Traffic traffic) {
        this.options = options;
        this.traffic = traffic;
        runtime = new FakeRuntime(options.seed());
        random = new Random(options.seed());
        Counted counted = new Counted(tally);
        stores = counted.stores(InMemoryStores.create());
        bus = counted.bus(new InMemoryNodeBus(runtime.executor()));
        directory = counted.directory(new InMemorySessionDirectory(runtime.clock()));
        for (int i = 0; i < options.nodes(); i++) {
            nodes.add(start());
        }
        people = new DayPeople(traffic, options.scale(), random, this::done);
        for (int i = 0; i < people.daily(); i++) {
            clients.add(new DayClient(this, DayPeople.name(i)));
        }
    }

    private DayNode start() {
        return new DayNode(runtime, random.nextLong(), this::engine);
    }

    private Chat engine(DayNode node, ChatRuntime of) {
        return Chat.builder(stores, of)
                .cluster(node.reaching(bus), directory)
                .accessPolicy(AccessPolicy.allowAll())
                .authenticator(who ->
                        CompletableFuture.completedStage(new Authenticator.Identity(new UserId(who.token()), null)))
                .failures((where, failure) -> failures.add(where + ": " + failure))
                .options(ChatOptions.DEFAULT.with(RateOptions.NONE))
                .build();
    }

    private Object done(CompletionStage<?> stage) {
        runtime.runAll();
        return stage.toCompletableFuture().join();
    }

    /** Lives through it. */
    List<Slice> live() {
        runtime.advance(Duration.ofSeconds(10));
        people.settle(first().chat());
        arrive();
        double[] messages = new DayCurve(traffic).messages();
        Map<String, Long> unused = tally.taken();
        double connected = 0;
        int busiest = 0;
        for (second = 0; second < options.hours() * DayCurve.HOUR; second++) {
            happen();
            comeAndGo();
            write(messages[second] / options.scale());
            runtime.advance(Duration.ofSeconds(1));
            connected += online;
            busiest = Math.max(busiest, arrivals.getOrDefault(second, 0));
            if ((second + 1) % Slice.SECONDS == 0) {
                slices.add(new Slice(
                        second + 1 - Slice.SECONDS, Slice.SECONDS, connected / Slice.SECONDS, tally.taken(), busiest));
                connected = 0;
                busiest = 0;
                arrivals.clear();
            }
        }
        return slices;
    }

    /** Those who were there at midnight. */
    private void arrive() {
        double wanted = new DayCurve(traffic).connections(0) / options.scale();
        while (online < wanted) {
            come();
        }
        runtime.advance(Duration.ofSeconds(LINGER_SECONDS));
        arrivals.clear();
    }

    private void happen() {
        for (int i = 0; i < nodes.size(); i++) {
            int node = i;
            if (second == RESTARTS + i * RESTART_EACH) {
                node(i).drain(DRAIN, () -> nodes.set(node, start()));
            }
        }
        if (second == DEATH) {
            DayNode dying = node(nodes.size() - 1);
            nodes.set(nodes.size() - 1, null);
            dying.kill();
        } else if (second == RETURN) {
            nodes.set(nodes.size() - 1, start());
        }
        int posts = people.channels().size() * POSTS;
        if (second % (DayCurve.SECONDS / posts) == 0) {
            int channel =
                    second / (DayCurve.SECONDS / posts) % people.channels().size();
            post(channel);
        }
    }

    /** Whoever posts may be offline as a device: it is a desk's work, done on some node. */
    private void post(int channel) {
        DayNode node = anyNode();
        if (node != null) {
            count("messages");
            count("posts");
            CompletableFuture<?> unused = node.chat()
                    .messages()
                    .send(Actor.user(DayPeople.name(channel)), people.channels().get(channel), "post" + keys++, body)
                    .toCompletableFuture();
        }
    }

    private void comeAndGo() {
        double rate = new DayCurve(traffic).connections(second) / options.scale() / traffic.sessionSeconds();
        for (int i = poisson(rate); i > 0 && online < people.daily(); i--) {
            come();
        }
    }

    private void come() {
        DayClient client = clients.get(random.nextInt(clients.size()));
        while (client.wanted()) {
            client = clients.get(random.nextInt(clients.size()));
        }
        DayClient coming = client;
        online++;
        count("sessions");
        coming.come();
        double stays = -Math.log(1 - random.nextDouble()) * traffic.sessionSeconds();
        later((long) (1_000 * Math.max(LINGER_SECONDS, stays)), () -> {
            online--;
            coming.go();
        });
    }

    private void write(double rate) {
        for (int i = poisson(rate); i > 0; i--) {
            later(random.nextInt(1_000), this::writeOne);
        }
    }

    private void writeOne() {
        for (int tries = 0; tries < 1_000; tries++) {
            int user = random.nextInt(clients.size());
            if (clients.get(user).live()) {
                boolean group = random.nextDouble() < traffic.groupShare();
                ConversationId where = group ? people.group(user) : people.direct(user);
                count("messages");
                clients.get(user).send(where, "key" + keys++);
                return;
            }
        }
        count("unwritten");
    }

    private int poisson(double mean) {
        int count = 0;
        for (double left = Math.exp(-mean), p = random.nextDouble(); p > left; p *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private DayNode first() {
        return node(0);
    }

    private DayNode node(int number) {
        DayNode node = nodes.get(number);
        if (node == null) {
            throw new IllegalStateException("node " + number + " is down");
        }
        return node;
    }

    /** A node that takes connections, as a balancer would choose; null when there is none. */
    @Nullable
    DayNode anyNode() {
        List<DayNode> open = new ArrayList<>();
        for (DayNode node : nodes) {
            if (node != null && node.open()) {
                open.add(node);
            }
        }
        return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
    }

    void later(long millis, Runnable task) {
        runtime.scheduler().schedule(Duration.ofMillis(millis), task);
    }

    void count(String what) {
        count(what, 1);
        if (what.equals("catch-ups")) {
            arrivals.merge(second, 1, Integer::sum);
        }
    }

    void count(String what, long times) {
        tally.add(what, times);
    }

    Random random() {
        return random;
    }

    MessageBody body() {
        return body;
    }

    long now() {
        return runtime.clock().instant().toEpochMilli();
    }

    /** What engines said went wrong in the background. */
    List<String> failures() {
        return failures;
    }
}
