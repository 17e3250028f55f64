package dev.parley.core.internal.session;

import dev.parley.core.SessionOptions;
import dev.parley.core.internal.timer.TimerWheel;
import dev.parley.core.runtime.ChatRuntime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What all sessions of a registry share. Thread-safe. */
final class SessionContext {

    final ChatRuntime runtime;
    final SessionSettings settings;
    final SessionParts parts;
    final SessionIndex index;
    final TimerWheel wheel;
    final long pingTicks;
    final long stuckTicks;
    final Admission admission;
    /** Sessions that did not say hello yet, or whose hello is being checked. */
    final Set<SessionCore> greeting = ConcurrentHashMap.newKeySet();

    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean draining;

    SessionContext(ChatRuntime runtime, SessionSettings settings, SessionParts parts, SessionIndex index) {
        this.runtime = runtime;
        this.settings = settings;
        this.parts = parts;
        this.index = index;
        this.admission = new Admission(settings.admission(), runtime);
        SessionOptions options = settings.options();
        var shortest = options.helloTimeout();
        shortest = options.ping().compareTo(shortest) < 0 ? options.ping() : shortest;
        shortest = options.stuck().compareTo(shortest) < 0 ? options.stuck() : shortest;
        this.wheel = new TimerWheel(runtime.scheduler(), TimerWheel.tickFor(shortest), parts.failures());
        this.pingTicks = wheel.ticks(options.ping());
        this.stuckTicks = wheel.ticks(options.stuck());
    }

    SessionOptions options() {
        return settings.options();
    }

    /** The number of the next session. */
    int nextNumber() {
        return numbers.incrementAndGet();
    }

    boolean draining() {
        return draining;
    }

    void drain() {
        draining = true;
    }
}
