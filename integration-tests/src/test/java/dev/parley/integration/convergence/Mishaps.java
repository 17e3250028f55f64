package dev.parley.integration.convergence;

import dev.parley.integration.sim.SimNet;
import dev.parley.integration.sim.SimNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What goes wrong with nodes, stores and bus, at random. Confined to the test's thread. */
final class Mishaps {

    private static final List<Duration> CLOCKS = List.of(
            Duration.ZERO, Duration.ofHours(-1), Duration.ofSeconds(-3), Duration.ofSeconds(7), Duration.ofDays(365));

    private final SimNet net;
    private final Random random;

    Mishaps(SimNet net, Random random) {
        this.net = net;
        this.random = random;
    }

    /** The bus fails a little, altogether, or not at all. */
    void onTheBus() {
        if (random.nextInt(4) == 0) {
            SimNode node = net.nodes().get(random.nextInt(net.nodes().size()));
            net.interrupt(node, Duration.ofMillis(random.nextInt(20_000)));
            return;
        }
        int percent = random.nextInt(4) == 0 ? 0 : random.nextInt(130);
        net.trouble().bus(Math.min(100, percent));
    }

    void one() {
        SimNode node = net.nodes().get(random.nextInt(net.nodes().size()));
        switch (random.nextInt(12)) {
            case 0, 1 -> node.kill(random.nextBoolean());
            case 2, 3 -> net.nodes().forEach(SimNode::start);
            case 4 -> node.pause();
            case 5 -> net.nodes().forEach(SimNode::resume);
            case 6 -> node.clockOff(CLOCKS.get(random.nextInt(CLOCKS.size())));
            case 7 -> net.trouble().store(random.nextInt(40));
            case 8 -> net.trouble().bus(random.nextInt(60));
            case 9 -> net.interrupt(node, Duration.ofMillis(random.nextInt(20_000)));
            case 10 -> net.emptyDirectory();
            default -> {
                net.trouble().store(0);
                net.trouble().bus(0);
            }
        }
    }
}
