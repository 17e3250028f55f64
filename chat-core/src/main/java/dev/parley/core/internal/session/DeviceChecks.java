package dev.parley.core.internal.session;

import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.protocol.CloseCode;
import java.time.Duration;
import java.util.List;

/**
 * Asks the store every so often whether a device with a session here was revoked: another node may have done it, and its
 * signal may be lost. While the store does not answer, sessions go on, and it is asked again. Thread-safe.
 */
final class DeviceChecks {

    /** How many devices the store is asked for at once. */
    private static final int AT_ONCE = 500;

    private final SessionContext context;
    private final Duration every;
    private volatile boolean failing;

    DeviceChecks(SessionContext context, Duration every) {
        this.context = context;
        this.every = every;
    }

    /** Begins; nodes that started together do not ask together. */
    void begin() {
        double part = 0.5 + context.runtime.random().nextDouble() / 2;
        again(Duration.ofNanos((long) (every.toNanos() * part)));
    }

    private void again(Duration delay) {
        context.runtime.scheduler().schedule(delay, this::check);
    }

    private void check() {
        if (context.draining()) {
            return; // soon there is no session
        }
        List<UserDevice> devices = context.index.all().stream()
                .map(session -> new UserDevice(session.actor().user(), session.device()))
                .toList();
        check(devices, 0);
        again(every);
    }

    private void check(List<UserDevice> devices, int from) {
        if (from >= devices.size()) {
            return;
        }
        int to = Math.min(devices.size(), from + AT_ONCE);
        Stages.of(() -> context.parts.commands().revoked(devices.subList(from, to)))
                .whenComplete((revoked, failure) -> {
                    boolean before = failing;
                    failing = failure != null;
                    if (failure == null) {
                        revoked.forEach(one -> context.index.end(one.user(), one.device(), CloseCode.DEVICE_REVOKED));
                        check(devices, to);
                    } else if (!before) {
                        context.parts.failures().onFailure("asking for revoked devices", Stages.unwrap(failure));
                    }
                });
    }
}
