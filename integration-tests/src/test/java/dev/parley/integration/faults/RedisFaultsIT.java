package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.core.Health;
import dev.parley.core.Stores;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.presence.redis.RedisNodes;
import dev.parley.presence.redis.RedisOptions;
import dev.parley.servers.redis.RedisServer;
import dev.parley.testkit.proxy.Direction;
import dev.parley.testkit.proxy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on one store and a real Redis, which goes and comes; two clients of one group on each. */
@Timeout(600)
class RedisFaultsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final int NODES = 3;

    /** The 10 s that are promised, and as much again for a machine that is busy. */
    private static final Duration CATCH_UP = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Stores stores = InMemoryStores.create();
    private final SystemRuntime runtime = SystemRuntime.start();
    private final List<ClusteredNode> nodes = new ArrayList<>();
    private final List<Onlooker> people = new ArrayList<>();
    private RedisServer redis;
    private RedisNodes observer;
    private ConversationId group;
    private int line;

    /** How long messages took after their acks. */
    private record Delays(int acked, Worst ack, Worst sameNode, Worst otherNodes) {

        @Override
        public String toString() {
            return acked + " acked, each after at most " + ack + "; shown at most " + sameNode
                    + " later on the same node, " + otherNodes + " on others";
        }
    }

    @BeforeEach
    void start() throws Exception {
        redis = RedisServer.start(folder);
        observer = RedisNodes.connect(redis.uri(), RedisOptions.DEFAULT);
        for (int i = 0; i < NODES; i++) {
            ClusteredNode node = ClusteredNode.start(stores, runtime, redis.address());
            nodes.add(node);
            people.add(new Onlooker("a" + i, node));
            people.add(new Onlooker("b" + i, node));
        }
        await().atMost(PATIENCE).until(() -> people.stream().allMatch(Onlooker::live));
        group = people.get(0)
                .client()
                .conversations()
                .create(
                        ConversationKind.GROUP,
                        "Trip",
                        HistoryPolicy.FULL,
                        people.stream()
                                .skip(1)
                                .map(person -> new MemberSpec(person.user(), Role.MEMBER))
                                .toList())
                .toCompletableFuture()
                .join()
                .conversation()
                .id();
        await().atMost(PATIENCE).until(this::whole);
    }

    @AfterEach
    void stop() {
        people.forEach(Onlooker::close);
        nodes.parallelStream().forEach(ClusteredNode::close);
        observer.close();
        redis.close();
        runtime.close();
    }

    @Test
    void redisIsKilledAndComesBackEmpty() throws Exception {
        Delays before = talk(MOMENT);
        redis.kill();
        await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(node -> node.is(Health.Status.DEGRADED)));
        Delays without = talk(Matrix.seconds(3, 60));
        long back = System.nanoTime();
        redis.start();
        await().atMost(PATIENCE).until(this::whole);
        Duration rebuilt = Duration.ofNanos(System.nanoTime() - back);
        Delays after = talk(MOMENT);
        check("redis-kill", before, without, "rebuilt " + rebuilt.toMillis() + " ms after it was back; then " + after);
        assertThat(rebuilt).isLessThan(CATCH_UP);
    }

    @Test
    void redisHangs() throws Exception {
        Delays before = talk(MOMENT);
        redis.pause();
        Delays without = talk(Matrix.seconds(3, 60));
        assertThat(nodes).allMatch(node -> node.is(Health.Status.DEGRADED));
        long back = System.nanoTime();
        redis.resume();
        await().atMost(PATIENCE).until(this::whole);
        Duration rebuilt = Duration.ofNanos(System.nanoTime() - back);
        Delays after = talk(MOMENT);
        check("redis-hang", before, without, "rebuilt " + rebuilt.toMillis() + " ms after it went on; then " + after);
        assertThat(rebuilt).isLessThan(CATCH_UP);
    }

    /** The net between one node and Redis swallows all; the others see that node's lease end. */
    @Test
    void oneNodeLosesRedis() throws Exception {
        Delays before = talk(MOMENT);
        ClusteredNode alone = nodes.get(0);
        alone.proxy().fault(Direction.TO_CLIENT, new Fault.Blackhole());
        alone.proxy().fault(Direction.TO_SERVER, new Fault.Blackhole());
        List<Said> said = write(Matrix.seconds(3, 60));
        assertThat(alone.is(Health.Status.DEGRADED)).isTrue();
        List<Said> there =
                said.stream().filter(each -> each.writer().node().equals(alone)).toList();
        List<Said> elsewhere =
                said.stream().filter(each -> !there.contains(each)).toList();
        // What is written elsewhere reaches everybody. What is written there, nobody can tell those elsewhere.
        await().atMost(PATIENCE)
                .until(() -> elsewhere.stream().allMatch(each -> people.stream().allMatch(each::shownTo)));
        Delays without = delays(elsewhere);
        long back = System.nanoTime();
        alone.proxy().heal();
        await().atMost(PATIENCE).until(this::whole);
        Duration rebuilt = Duration.ofNanos(System.nanoTime() - back);
        await().atMost(PATIENCE)
                .until(() -> there.stream().allMatch(each -> people.stream().allMatch(each::shownTo)));
        Duration told = Duration.ofNanos(System.nanoTime() - back);
        Delays after = talk(MOMENT);
        check(
                "redis-partition",
                before,
                without,
                "All that was written on the node that was cut off (" + there.size() + ") shown on the others "
                        + told.toMillis() + " ms after the net healed, all well after " + rebuilt.toMillis()
                        + " ms; then " + after);
        assertThat(rebuilt).isLessThan(CATCH_UP);
        assertThat(told).isLessThan(CATCH_UP);
    }

    /** All nodes are well, and everybody is found where they are. */
    private boolean whole() {
        return nodes.stream().allMatch(node -> node.is(Health.Status.UP)) && placed();
    }

    private boolean placed() {
        Map<UserId, Whereabouts> found = observer.sessions()
                .find(people.stream().map(Onlooker::user).toList())
                .exceptionally(failure -> Map.of())
                .toCompletableFuture()
                .join();
        return people.stream()
                .allMatch(person -> found.getOrDefault(person.user(), Whereabouts.UNKNOWN)
                                .nodes()
                                .size()
                        == 1);
    }

    /** A message that was acked, and everybody it is shown to. */
    private record Said(long seq, Onlooker writer, Duration ack, long ackedAt) {

        boolean shownTo(Onlooker person) {
            return person.saw(seq);
        }

        Duration until(Onlooker person) {
            return Duration.ofNanos(person.sawAt(seq) - ackedAt);
        }
    }

    /** One person of each node writes in turn, and everybody is shown it. */
    private Delays talk(Duration time) {
        List<Said> said = write(time);
        await().atMost(PATIENCE)
                .until(() -> said.stream().allMatch(each -> people.stream().allMatch(each::shownTo)));
        return delays(said);
    }

    private List<Said> write(Duration time) {
        List<Said> said = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Onlooker writer = people.get(2 * (line++ % NODES));
            long asked = System.nanoTime();
            Sending sending = writer.client().messages().send(group, MessageBody.text("line " + line));
            Outcome outcome = sending.outcome().toCompletableFuture().join();
            long now = System.nanoTime();
            assertThat(outcome).isInstanceOf(Outcome.Acked.class);
            said.add(new Said(((Outcome.Acked) outcome).ack().seq(), writer, Duration.ofNanos(now - asked), now));
            await().pollDelay(BETWEEN).until(() -> true);
        }
        return said;
    }

    private Delays delays(List<Said> said) {
        Delays delays = new Delays(said.size(), new Worst(), new Worst(), new Worst());
        for (Said each : said) {
            delays.ack().add(each.ack());
            for (Onlooker person : people) {
                if (!person.equals(each.writer())) {
                    boolean same = person.node().equals(each.writer().node());
                    (same ? delays.sameNode() : delays.otherNodes()).add(each.until(person));
                }
            }
        }
        return delays;
    }

    private void check(String row, Delays before, Delays without, String after) throws Exception {
        List<Long> first = people.get(0).order();
        assertThat(first).isSorted().doesNotHaveDuplicates();
        people.forEach(person -> assertThat(person.order()).isEqualTo(first));
        Matrix.measured(row, "before: " + before + ". Without Redis: " + without + ". " + after);
        assertThat(without.otherNodes().duration()).isLessThan(CATCH_UP);
    }
}
