package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.servers.cassandra.CassandraNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes on a ring of three Cassandras that keep three copies: too much for every build, so only with {@code -Pfaults}. */
@Tag("any-jdk")
@Tag("ring")
@Timeout(1800)
class ClusterRingFaultsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a majority had when the second replica went may still be acked; nothing else. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(2);

    @Test
    void replicasAreKilled() throws Exception {
        oneIsDownAndThenTwo("cluster-replicas-kill", "kill -9", CassandraNode::kill, CassandraNode::start);
    }

    /** They keep their connections and answer nothing. */
    @Test
    void replicasHang() throws Exception {
        oneIsDownAndThenTwo("cluster-replicas-hang", "SIGSTOP", CassandraNode::pause, CassandraNode::resume);
    }

    private static void oneIsDownAndThenTwo(
            String row, String how, Consumer<CassandraNode> strike, Consumer<CassandraNode> revive) throws Exception {
        Worst withTwo = new Worst();
        Worst slowest = new Worst();
        Worst back = new Worst();
        long meanwhile = 0;
        try (ClusterUnderTest cluster = ClusterUnderTest.startRing();
                Load load = cluster.load(row);
                Asker asker = new Asker(cluster, row + "-asker")) {
            List<CassandraNode> replicas = cluster.servers().cassandra().nodes();
            load.awaitEverybody();
            // So that Cassandra knows how long its reads take, as it does in a life longer than a test's.
            TimeUnit.SECONDS.sleep(Matrix.size(15, 30));
            for (int round = 0; round < Matrix.size(1, 3); round++) {
                CassandraNode first = replicas.get((round + 1) % replicas.size());
                CassandraNode second = replicas.get((round + 2) % replicas.size());
                load.fault(how + " of one of three replicas");
                strike.accept(first);
                withTwo.add(load.awaitEverybody());
                long before = load.acked();
                slowest.add(asker.acked(Matrix.seconds(5, 20)));
                meanwhile += load.acked() - before;
                long[] acked = new long[1];
                asker.refused(Matrix.seconds(10, 20), () -> {
                    load.fault(how + " of another");
                    strike.accept(second);
                    await().pollDelay(UNDER_WAY).until(() -> true);
                    acked[0] = load.acked();
                });
                assertThat(load.acked()).as("acked by one of three").isEqualTo(acked[0]);
                await().atMost(PATIENCE).until(() -> asker.healthy(false));
                revive.accept(first);
                back.add(load.awaitEverybody());
                revive.accept(second);
                load.awaitEverybody();
                await().atMost(PATIENCE).until(() -> asker.healthy(true));
            }
            String asked = asker.settled();
            Matrix.measured(
                    row,
                    load.finish() + "; with two of three everybody's sends acked again after at most " + withTwo + ", "
                            + meanwhile + " acked meanwhile, the slowest of single ones after " + slowest
                            + "; with one of three none; everybody's acked again at most " + back
                            + " after the second was back; " + asked);
        }
    }
}
