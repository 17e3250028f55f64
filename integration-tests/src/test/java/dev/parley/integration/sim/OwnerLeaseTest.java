package dev.parley.integration.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.runtime.FakeRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Decision 43's comparison, simulated: two nodes write one log while they are paused and calls of the store are delayed and
 * lost. The replicas judge each append, or a lease says who may insert without being judged.
 */
@Tag("any-jdk")
class OwnerLeaseTest {

    private static final int SEEDS = Integer.getInteger("parley.seeds", 300);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration TROUBLE = Duration.ofMinutes(2);

    /** How a log is written. */
    private enum Way {
        /** What the store does: a row is only inserted where there is none. */
        CONDITIONAL,
        /** Whoever has the lease inserts; of two rows the later stays. */
        LEASED,
        /** Whoever has the lease inserts; of two rows the one of the later lease stays. */
        LEASED_BY_EPOCH
    }

    private record Row(String key, long epoch) {}

    private record Lease(String owner, long epoch, long until) {}

    /** One partition, and the row of the lease beside it, as replicas have them. */
    private static final class Replicas {
        private final TreeMap<Long, Row> rows = new TreeMap<>();
        private Lease lease = new Lease("", 0, 0);

        boolean insertMissing(long seq, Row row) {
            return rows.putIfAbsent(seq, row) == null;
        }

        boolean insert(long seq, Row row) {
            rows.merge(seq, row, (before, fresh) -> fresh.epoch() >= before.epoch() ? fresh : before);
            return true;
        }

        /** By the store's clock, one at a time; a lease is taken by whoever has it, or when it has ended. */
        Lease take(String node, long now) {
            if (lease.owner().equals(node) && now < lease.until()) {
                lease = new Lease(node, lease.epoch(), now + LEASE.toMillis());
            } else if (now >= lease.until()) {
                lease = new Lease(node, lease.epoch() + 1, now + LEASE.toMillis());
            }
            return lease;
        }

        long head() {
            return rows.isEmpty() ? 0 : rows.lastKey();
        }

        long find(String key) {
            return rows.entrySet().stream()
                    .filter(row -> row.getValue().key().equals(key))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(0L);
        }
    }

    /** What became of a world. */
    private record Outcome(int acked, int lost) {}

    private static final class World {

        private final Way way;
        private final FakeRuntime runtime;
        private final Random random;
        private final Trouble trouble;
        private final Replicas replicas = new Replicas();
        private final Map<String, Long> acked = new HashMap<>();
        private final List<Writer> writers = new ArrayList<>();
        private boolean over;

        World(Way way, long seed) {
            this.way = way;
            runtime = new FakeRuntime(seed);
            random = new Random(seed);
            trouble = new Trouble(random);
            for (String name : List.of("one", "two")) {
                writers.add(new Writer(this, name));
            }
        }

        Outcome run() {
            trouble.store(3);
            writers.forEach(Writer::next);
            long end = now() + TROUBLE.toMillis();
            while (now() < end) {
                SimProcess process = writers.get(random.nextInt(writers.size())).process;
                process.pause();
                runtime.advance(Duration.ofMillis(random.nextInt(30_000)));
                process.resume();
                runtime.advance(Duration.ofMillis(random.nextInt(10_000)));
            }
            trouble.store(0);
            over = true;
            runtime.advance(Duration.ofMinutes(1));
            long lost = acked.entrySet().stream()
                    .filter(ack -> {
                        Row row = replicas.rows.get(ack.getValue());
                        return row == null || !row.key().equals(ack.getKey());
                    })
                    .count();
            return new Outcome(acked.size(), (int) lost);
        }

        long now() {
            return runtime.clock().instant().toEpochMilli();
        }
    }

    /** One node, which writes one message after the other. */
    private static final class Writer {

        private final World world;
        private final String name;
        private final SimProcess process;
        private long head;
        private Lease lease = new Lease("", 0, 0);
        private int written;

        Writer(World world, String name) {
            this.world = world;
            this.name = name;
            this.process = new SimProcess(world.runtime);
        }

        void next() {
            if (!world.over) {
                String key = name + written++;
                process.schedule(Duration.ofMillis(20 + world.random.nextInt(400)), () -> write(key));
            }
        }

        private void write(String key) {
            boolean mine = lease.owner().equals(name) && world.now() < lease.until();
            if (world.way == Way.CONDITIONAL || mine) {
                // The next task: between the look at the lease and the insert a process may stand still.
                process.execute(() -> insert(key, head + 1, lease.epoch()));
                return;
            }
            long asked = world.now();
            call(() -> world.replicas.take(name, world.now()), taken -> {
                // Shorter than what the store counts, by the time that the question took.
                boolean ours = taken != null && taken.owner().equals(name);
                lease = ours ? new Lease(name, taken.epoch(), asked + LEASE.toMillis()) : new Lease("", 0, 0);
                lookUp(key);
            });
        }

        private void insert(String key, long seq, long epoch) {
            boolean judged = world.way == Way.CONDITIONAL;
            Row row = new Row(key, world.way == Way.LEASED_BY_EPOCH ? epoch : 0);
            call(() -> judged ? world.replicas.insertMissing(seq, row) : world.replicas.insert(seq, row), inserted -> {
                if (Boolean.TRUE.equals(inserted)) {
                    acked(key, seq);
                } else {
                    lookUp(key); // refused, or nobody knows
                }
            });
        }

        /** Where the log ends, and whether the message is in it. */
        private void lookUp(String key) {
            call(() -> new long[] {world.replicas.head(), world.replicas.find(key)}, found -> {
                if (found == null) {
                    process.schedule(Duration.ofMillis(100), () -> lookUp(key));
                } else if (found[1] > 0) {
                    acked(key, found[1]);
                } else {
                    head = found[0];
                    process.schedule(Duration.ofMillis(world.random.nextInt(200)), () -> write(key));
                }
            });
        }

        private void acked(String key, long seq) {
            head = Math.max(head, seq);
            world.acked.put(key, seq);
            next();
        }

        /** A call of the store; null is heard when it was lost, or its answer was. */
        private <T> void call(Supplier<T> call, Consumer<@Nullable T> heard) {
            boolean wrong = world.trouble.withStore();
            boolean done = !wrong || world.trouble.coin();
            later(() -> {
                T result = done ? call.get() : null;
                later(() -> process.execute(() -> heard.accept(wrong ? null : result)));
            });
        }

        private void later(Runnable step) {
            world.runtime.scheduler().schedule(Duration.ofMillis(world.trouble.delay()), step);
        }
    }

    @Test
    void onlyAConditionThatReplicasJudgeLosesNothing(TestReporter reporter) {
        Map<Way, int[]> sums = new TreeMap<>();
        for (Way way : Way.values()) {
            int[] sum = sums.computeIfAbsent(way, any -> new int[3]);
            for (int seed = 1; seed <= SEEDS; seed++) {
                Outcome outcome = new World(way, seed).run();
                sum[0] += outcome.acked();
                sum[1] += outcome.lost();
                sum[2] += outcome.lost() > 0 ? 1 : 0;
            }
            reporter.publishEntry(
                    way.name(), sum[0] + " acked, " + sum[1] + " lost, in " + sum[2] + " of " + SEEDS + " worlds");
        }
        assertThat(sums.get(Way.CONDITIONAL)[0]).isGreaterThan(100 * SEEDS);
        assertThat(sums.get(Way.CONDITIONAL)[1]).isZero();
        assertThat(sums.get(Way.LEASED)[1]).isPositive();
        assertThat(sums.get(Way.LEASED_BY_EPOCH)[1]).isPositive();
    }
}
