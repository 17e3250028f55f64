package dev.parley.benchmarks.load.generator;

import dev.parley.benchmarks.load.subject.Scene;
import java.util.concurrent.CompletableFuture;

/**
 * One round of one thread: sends what is due, each time it is awake, and then waits for what is missing. Confined to the
 * thread's event loop.
 */
final class Round {

    /** How long the thread sleeps at least: what falls due meanwhile goes out together, a little late. */
    private static final long TICK_NANOS = Long.getLong("load.tickMicros", 250) * 1_000;

    /** The most messages sent before what has come is read. */
    private static final int BURST = 256;

    /** A server with so many seconds' worth of messages under way has failed; more would only take longer to drain. */
    private static final double HOPELESS_SECONDS = 1.0;

    private static final int HOPELESS_LEAST = 2_000;
    private static final long LINGER_NANOS = 100_000_000;
    private static final long POLL_NANOS = 5_000_000;

    /**
     * What a thread is to do. Immutable.
     *
     * @param messages which messages
     * @param perSecond its share of the rate
     * @param patient whether to go on however far the server is behind
     * @param startNanos when the first is due
     * @param drainNanos how long to wait, after the last was sent, for what is missing
     * @param probe told when the measurement begins, and when all that was sent has arrived
     */
    record Plan(
            Ledger.Plan messages,
            double perSecond,
            boolean patient,
            long startNanos,
            long drainNanos,
            Runnable probe) {}

    private final Driver driver;
    private final Plan plan;
    private final Ledger.Senders senders;
    private final Schedule schedule;
    private final Ledger ledger;
    private CompletableFuture<Round> done = new CompletableFuture<>();
    private int next;
    private long deadline;
    private long completeSince;

    Round(Driver driver, Plan plan, Scene scene, Ledger.Senders senders, boolean acks) {
        this.driver = driver;
        this.plan = plan;
        this.senders = senders;
        this.schedule = new Schedule(plan.startNanos(), plan.perSecond());
        this.ledger = new Ledger(scene, senders, acks, plan.messages(), schedule);
    }

    void start(CompletableFuture<Round> whenDone) {
        done = whenDone;
        driver.later(this::send, schedule.startNanos() - System.nanoTime());
    }

    /** The books, for what has just come. */
    Ledger heard() {
        return ledger;
    }

    private int planned() {
        return plan.messages().planned();
    }

    private void send() {
        long now = System.nanoTime();
        int due = Math.min(planned(), schedule.countDue(now));
        int until = Math.min(due, next + BURST);
        while (next < until) {
            if (next == plan.messages().warmup()) {
                plan.probe().run();
            }
            ledger.sent();
            driver.send(senders.of(next), plan.messages().base() + next);
            next++;
        }
        driver.flush();
        if (next == planned() || hopeless()) {
            deadline = System.nanoTime() + plan.drainNanos();
            drain();
        } else if (next < due) {
            driver.later(this::send, 0);
        } else {
            driver.later(this::send, Math.max(TICK_NANOS, schedule.due(next) - System.nanoTime()));
        }
    }

    private boolean hopeless() {
        boolean behind = ledger.underWay() > Math.max(HOPELESS_LEAST, plan.perSecond() * HOPELESS_SECONDS);
        return (behind && !plan.patient()) || ledger.errors() > HOPELESS_LEAST;
    }

    private void drain() {
        long now = System.nanoTime();
        boolean complete = ledger.missing() <= 0;
        if (completeSince == 0 && (complete || now >= deadline)) {
            plan.probe().run(); // with what the last messages cost
        }
        completeSince = !complete ? 0 : completeSince == 0 ? now : completeSince;
        // What comes twice may come a little later.
        boolean settled = complete && now - completeSince >= LINGER_NANOS;
        if (settled || now >= deadline) {
            done.complete(this);
        } else {
            driver.later(this::drain, POLL_NANOS);
        }
    }
}
