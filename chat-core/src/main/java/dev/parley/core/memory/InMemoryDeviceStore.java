package dev.parley.core.memory;

import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Devices in memory, with a lock for each user. */
final class InMemoryDeviceStore extends InMemoryStore implements DeviceStore {

    private final Map<UserId, UserDevices> devices = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Registered> register(UserId user, Device device, int most) {
        return answer(of(user).register(device, most));
    }

    @Override
    public CompletionStage<List<Device>> list(UserId user) {
        UserDevices own = devices.get(user);
        return answer(own == null ? List.of() : own.list());
    }

    @Override
    public CompletionStage<Void> revoke(UserId user, DeviceId device) {
        of(user).revoke(device);
        return done();
    }

    @Override
    public CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> asked) {
        return answer(asked.stream()
                .filter(one -> devices.containsKey(one.user()) && of(one.user()).revoked(one.device()))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private UserDevices of(UserId user) {
        return devices.computeIfAbsent(user, id -> new UserDevices());
    }

    /** The devices of one user, behind their own lock. */
    private static final class UserDevices {

        private static final Comparator<Device> LIST_ORDER =
                Comparator.comparing(Device::lastSeenAt).reversed().thenComparing(Device::id);

        private final ReentrantLock lock = new ReentrantLock();
        private final Map<DeviceId, Device> active = new HashMap<>();
        private final Set<DeviceId> revoked = new HashSet<>();

        Registered register(Device device, int most) {
            lock.lock();
            try {
                if (revoked.contains(device.id())) {
                    return Registered.refused(Registration.REVOKED);
                }
                Device known = active.get(device.id());
                if (known == null && active.size() >= most) {
                    return Registered.refused(Registration.TOO_MANY);
                }
                Device now = known == null ? device : renewed(known, device);
                active.put(device.id(), now);
                return new Registered(Registration.REGISTERED, now.lastSeenAt());
            } finally {
                lock.unlock();
            }
        }

        private static Device renewed(Device known, Device device) {
            String name = device.name().isEmpty() ? known.name() : device.name();
            Instant after = known.lastSeenAt().plusMillis(1);
            Instant seen = device.lastSeenAt().isBefore(after) ? after : device.lastSeenAt();
            return new Device(known.id(), name, known.createdAt(), seen);
        }

        List<Device> list() {
            lock.lock();
            try {
                return active.values().stream().sorted(LIST_ORDER).toList();
            } finally {
                lock.unlock();
            }
        }

        boolean revoked(DeviceId device) {
            lock.lock();
            try {
                return revoked.contains(device);
            } finally {
                lock.unlock();
            }
        }

        void revoke(DeviceId device) {
            lock.lock();
            try {
                active.remove(device);
                revoked.add(device);
            } finally {
                lock.unlock();
            }
        }
    }
}
