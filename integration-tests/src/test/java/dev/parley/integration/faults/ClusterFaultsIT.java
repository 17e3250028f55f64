package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.Outcome;
import dev.parley.examples.cluster.NodeProcess;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.servers.cassandra.CassandraNode;
import dev.parley.testkit.proxy.Direction;
import dev.parley.testkit.proxy.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a cluster of three processes on a real Cassandra, Redis and ZooKeeper while clients write. */
@Tag("any-jdk")
@Timeout(1800)
class ClusterFaultsIT {

    /** The node's own 9 s, and a moment for the end of its process on a machine that is busy. */
    private static final Duration DRAIN = Duration.ofSeconds(12);

    /** Answers later than the store waits for them, which is 5 s. */
    private static final Duration TOO_LATE = Duration.ofSeconds(6);

    /** After a removal, nothing later reaches who was removed: guarantee G11. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static ClusterUnderTest cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = ClusterUnderTest.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void nodesAreKilledAndComeBack() throws Exception {
        int kills = Matrix.size(1, 9);
        try (Load load = cluster.load("cluster-kill")) {
            load.awaitEverybody();
            Worst others = new Worst();
            for (int i = 0; i < kills; i++) {
                NodeProcess node = cluster.cluster().nodes().get(i % 3);
                load.fault("kill -9 of a node");
                node.kill();
                others.add(load.awaitEverybody());
                node.start();
                load.awaitEverybody();
            }
            Matrix.measured(
                    "cluster-kill",
                    load.finish() + "; everybody's sends acked again at most " + others + " after a kill");
        }
    }

    @Test
    @Tag("long")
    void allNodesAreReplacedOneAfterTheOther() throws Exception {
        int rounds = Matrix.size(1, 4);
        try (Load load = cluster.load("cluster-rolling")) {
            load.awaitEverybody();
            Worst drained = new Worst();
            Worst back = new Worst();
            for (int i = 0; i < rounds; i++) {
                for (NodeProcess node : cluster.cluster().nodes()) {
                    load.fault("SIGTERM to a node");
                    long start = System.nanoTime();
                    node.stop();
                    assertThat(node.awaitEnd(DRAIN)).as("ended in time").isTrue();
                    drained.add(Duration.ofNanos(System.nanoTime() - start));
                    back.add(load.awaitEverybody());
                    node.start();
                }
            }
            load.awaitEverybody();
            Matrix.measured(
                    "cluster-rolling",
                    load.finish() + "; a node ended at most " + drained
                            + " after SIGTERM; everybody's sends acked at most " + back + " after that; "
                            + load.disconnections() + " connections moved");
        }
    }

    @Test
    @Tag("long")
    void cassandraIsKilledUnderTheNodes() throws Exception {
        int kills = Matrix.size(1, 5);
        CassandraNode cassandra = cluster.servers().cassandra().nodes().get(0);
        try (Load load = cluster.load("cluster-cassandra-kill")) {
            load.awaitEverybody();
            Worst back = new Worst();
            for (int i = 0; i < kills; i++) {
                load.fault("kill -9 of Cassandra");
                cassandra.kill();
                TimeUnit.SECONDS.sleep(Matrix.size(1, 10));
                cassandra.start();
                back.add(load.awaitEverybody());
            }
            Matrix.measured(
                    "cluster-cassandra-kill",
                    load.finish() + "; everybody's sends acked again at most " + back + " after its port was open");
        }
    }

    @Test
    @Tag("long")
    void answersOfCassandraComeTooLate() throws Exception {
        int times = Matrix.size(1, 5);
        try (Load load = cluster.load("cluster-cas-timeout")) {
            load.awaitEverybody();
            Worst back = new Worst();
            for (int i = 0; i < times; i++) {
                load.fault("answers of Cassandra come after the timeout");
                cluster.cassandra().fault(Direction.TO_CLIENT, new Fault.Delay(TOO_LATE));
                TimeUnit.SECONDS.sleep(Matrix.size(7, 20));
                cluster.cassandra().heal();
                back.add(load.awaitEverybody());
            }
            Matrix.measured(
                    "cluster-cas-timeout",
                    load.finish() + "; everybody's sends acked again at most " + back + " after the answers were");
        }
    }

    @Test
    void whoIsRemovedOnOneNodeIsShownNothingLaterOnAnother() throws Exception {
        int rounds = Matrix.size(1, 10);
        Worst last = new Worst();
        long written = 0;
        long shown = 0;
        try (Watcher owner = cluster.watcher("removal-owner", 0);
                Watcher member = cluster.watcher("removal-member", 1);
                Watcher writer = cluster.watcher("removal-writer", 2)) {
            await().atMost(PATIENCE).until(() -> owner.live() && member.live() && writer.live());
            for (int i = 0; i < rounds; i++) {
                ConversationId group = group(owner, member, writer);
                long first = acked(write(writer, group));
                await().atMost(PATIENCE).until(() -> member.saw(group, first));
                CompletableFuture<Outcome> removal = owner.client()
                        .members()
                        .remove(group, member.user())
                        .outcome()
                        .toCompletableFuture();
                while (!removal.isDone()) {
                    acked(write(writer, group));
                }
                long removed = acked(removal);
                long start = System.nanoTime();
                long newest = removed;
                while (System.nanoTime() - start < GRACE.toNanos() + GRACE.toNanos() / 2) {
                    newest = acked(write(writer, group));
                }
                long end = newest;
                await().atMost(PATIENCE).until(() -> owner.saw(group, end));
                written += end - removed;
                shown += member.shownAfter(group, removed).count();
                member.shownAfter(group, removed).forEach(at -> last.add(Duration.ofNanos(Math.max(0, at - start))));
            }
        }
        assertThat(written).isPositive();
        assertThat(last.duration()).isLessThan(GRACE);
        Matrix.measured(
                "cluster-removal",
                written + " messages after " + rounds + " removals, " + shown
                        + " of them shown to who was removed, the last " + last + " after the removal was acked");
    }

    private static ConversationId group(Watcher owner, Watcher member, Watcher writer) throws Exception {
        return owner.client()
                .conversations()
                .create(
                        ConversationKind.GROUP,
                        "Trip",
                        HistoryPolicy.FULL,
                        List.of(new MemberSpec(member.user(), Role.MEMBER), new MemberSpec(writer.user(), Role.MEMBER)))
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .conversation()
                .id();
    }

    private static CompletableFuture<Outcome> write(Watcher writer, ConversationId group) {
        return writer.client()
                .messages()
                .send(group, MessageBody.text("a line"))
                .outcome()
                .toCompletableFuture();
    }

    private static long acked(CompletableFuture<Outcome> outcome) throws Exception {
        return ((Outcome.Acked) outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .ack()
                .seq();
    }
}
