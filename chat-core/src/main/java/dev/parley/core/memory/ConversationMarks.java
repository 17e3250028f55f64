package dev.parley.core.memory;

import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The marks of one conversation, behind their own lock. */
final class ConversationMarks {

    private record OfDevice(UserId user, DeviceId device) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UserId, Marks> byUser = new HashMap<>();
    private final Map<OfDevice, Long> deliveredByDevice = new HashMap<>();

    MarkChange advance(MarkAdvance advance) {
        lock.lock();
        try {
            Marks before = byUser.getOrDefault(advance.user(), Marks.NONE);
            Marks after = before.max(advance.marks());
            if (!after.equals(Marks.NONE)) {
                byUser.put(advance.user(), after);
            }
            DeviceId device = advance.device();
            if (device != null && advance.marks().delivered() > 0) {
                deliveredByDevice.merge(
                        new OfDevice(advance.user(), device), advance.marks().delivered(), Math::max);
            }
            return new MarkChange(before, after);
        } finally {
            lock.unlock();
        }
    }

    Optional<Marks> of(UserId user) {
        lock.lock();
        try {
            return Optional.ofNullable(byUser.get(user));
        } finally {
            lock.unlock();
        }
    }

    Optional<Long> of(UserId user, DeviceId device) {
        lock.lock();
        try {
            return Optional.ofNullable(deliveredByDevice.get(new OfDevice(user, device)));
        } finally {
            lock.unlock();
        }
    }
}
