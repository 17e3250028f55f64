package dev.parley.integration.sim;

import java.util.Random;

/**
 * How much goes wrong between the nodes and what they stand on, in percent of calls. Confined to the test's thread.
 */
public final class Trouble {

    private final Random random;
    private int store;
    private int bus;

    Trouble(Random random) {
        this.random = random;
    }

    /**
     * Calls to stores and presence directory that go wrong: half of them are never done, half are done and nobody hears
     * of it.
     */
    public void store(int percent) {
        store = percent;
    }

    /** Signals that go wrong: refused, lost, or heard twice. */
    public void bus(int percent) {
        bus = percent;
    }

    boolean withStore() {
        return hits(store);
    }

    boolean withBus() {
        return hits(bus);
    }

    boolean coin() {
        return random.nextBoolean();
    }

    /** How long a call is on its way, in milliseconds: mostly short. */
    long delay() {
        return random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(4);
    }

    private boolean hits(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }
}
