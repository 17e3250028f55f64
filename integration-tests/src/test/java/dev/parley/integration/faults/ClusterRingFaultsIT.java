package dev.parley.integration.faults;

import dev.parley.servers.cassandra.CassandraNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes on a ring of three Cassandras: too much for every build, so only with {@code -Pfaults}. */
@Tag("any-jdk")
@Tag("ring")
@Timeout(1800)
class ClusterRingFaultsIT {

    @Test
    void oneReplicaIsDownAndThenTwo() throws Exception {
        try (ClusterUnderTest cluster = ClusterUnderTest.startRing();
                Load load = cluster.load("cluster-replicas")) {
            List<CassandraNode> replicas = cluster.servers().cassandra().nodes();
            load.awaitEverybody();
            load.fault("kill -9 of one of three replicas");
            replicas.get(1).kill();
            Duration one = load.awaitEverybody();
            long before = load.acked();
            TimeUnit.SECONDS.sleep(Matrix.size(5, 30));
            long meanwhile = load.acked() - before;
            load.fault("kill -9 of another");
            replicas.get(2).kill();
            TimeUnit.SECONDS.sleep(Matrix.size(5, 30));
            long without = load.acked();
            TimeUnit.SECONDS.sleep(Matrix.size(5, 10));
            without = load.acked() - without;
            replicas.get(1).start();
            Duration two = load.awaitEverybody();
            replicas.get(2).start();
            load.awaitEverybody();
            Matrix.measured(
                    "cluster-replicas",
                    load.finish() + "; with two of three everybody's sends acked again after " + one.toMillis()
                            + " ms, " + meanwhile + " acked meanwhile; with one of three " + without
                            + " acked; everybody's acked again " + two.toMillis() + " ms after the second was back");
        }
    }
}
