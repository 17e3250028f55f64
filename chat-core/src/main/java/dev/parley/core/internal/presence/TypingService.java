package dev.parley.core.internal.presence;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.timer.TimerWheel;
import dev.parley.core.runtime.Scheduler;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is typing where. It ends when the user says so, when nothing is heard for a while, or with the session, and what
 * ends by itself is told too. Who hears of it is the caller's to know. Thread-safe; nothing blocks.
 */
public final class TypingService {

    /** Hears of typing that ended by itself. Called on the runtime's executor or the session's; it must not block. */
    @FunctionalInterface
    public interface Ended {
        /**
         * A user no longer types.
         *
         * @param conversation where
         * @param user who
         */
        void ended(ConversationId conversation, UserId user);
    }

    private static final class Typist {
        private @Nullable DeviceId device;
        private long until;
        private long tellAgain;
    }

    private final TimerWheel wheel;
    private final long expires;
    private final long quiet;
    private final Ended ended;
    /** By user, so that the end of a session need not look at everybody; changed under the map's lock for the key. */
    private final ConcurrentHashMap<UserId, Map<ConversationId, Typist>> typists = new ConcurrentHashMap<>();

    /**
     * Nobody types yet.
     *
     * @param scheduler runs one sweep for all
     * @param expiresAfter how long after its last sign typing ends
     * @param ended hears of typing that ended by itself
     * @param failures hears of listeners that throw
     */
    public TypingService(Scheduler scheduler, Duration expiresAfter, Ended ended, FailureListener failures) {
        this.wheel = new TimerWheel(scheduler, TimerWheel.tickFor(expiresAfter), failures);
        this.expires = wheel.ticks(expiresAfter);
        this.quiet = Math.max(1, expires / 3);
        this.ended = ended;
    }

    /**
     * A user types.
     *
     * @param conversation where
     * @param user who
     * @param device on which device, or null in-process
     * @return true when others should hear it: false within a third of the time of having told them
     */
    public boolean started(ConversationId conversation, UserId user, @Nullable DeviceId device) {
        boolean[] tell = {false};
        @Nullable Typist[] fresh = {null};
        typists.compute(user, (key, known) -> {
            Map<ConversationId, Typist> mine = known == null ? new HashMap<>(4) : known;
            Typist typist = mine.get(conversation);
            if (typist == null) {
                typist = new Typist();
                mine.put(conversation, typist);
                fresh[0] = typist;
            }
            typist.device = device;
            typist.until = wheel.now() + expires;
            if (fresh[0] != null || wheel.now() >= typist.tellAgain) {
                typist.tellAgain = wheel.now() + quiet;
                tell[0] = true;
            }
            return mine;
        });
        if (fresh[0] != null) {
            await(conversation, user, fresh[0], expires);
        }
        return tell[0];
    }

    /**
     * A user stopped typing, or sent what they typed.
     *
     * @param conversation where
     * @param user who
     * @return true when others should hear it: false when they did not type
     */
    public boolean stopped(ConversationId conversation, UserId user) {
        if (!typists.containsKey(user)) {
            return false; // asked for with every message
        }
        boolean[] typed = {false};
        typists.computeIfPresent(user, (key, mine) -> {
            typed[0] = mine.remove(conversation) != null;
            return mine.isEmpty() ? null : mine;
        });
        return typed[0];
    }

    /**
     * A session ended, and with it the typing on its device.
     *
     * @param user whose
     * @param device which device
     */
    public void sessionEnded(UserId user, DeviceId device) {
        List<ConversationId> over = new ArrayList<>();
        typists.computeIfPresent(user, (key, mine) -> {
            mine.forEach((conversation, typist) -> {
                if (Objects.equals(typist.device, device)) {
                    over.add(conversation);
                }
            });
            mine.keySet().removeAll(over);
            return mine.isEmpty() ? null : mine;
        });
        over.forEach(conversation -> ended.ended(conversation, user));
    }

    private void await(ConversationId conversation, UserId user, Typist typist, long ticks) {
        wheel.schedule(ticks, TimerWheel.Timer.of(() -> expire(conversation, user, typist)));
    }

    private void expire(ConversationId conversation, UserId user, Typist typist) {
        long[] left = {0};
        boolean[] over = {false};
        typists.computeIfPresent(user, (key, mine) -> {
            if (mine.get(conversation) != typist) {
                return mine;
            }
            left[0] = typist.until - wheel.now();
            if (left[0] <= 0) {
                mine.remove(conversation);
                over[0] = true;
            }
            return mine.isEmpty() ? null : mine;
        });
        if (over[0]) {
            ended.ended(conversation, user);
        } else if (left[0] > 0) {
            await(conversation, user, typist, left[0]);
        }
    }
}
