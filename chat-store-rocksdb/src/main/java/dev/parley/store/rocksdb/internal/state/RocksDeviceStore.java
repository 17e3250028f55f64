package dev.parley.store.rocksdb.internal.state;

import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.store.rocksdb.internal.db.ByteReader;
import dev.parley.store.rocksdb.internal.db.ByteWriter;
import dev.parley.store.rocksdb.internal.db.Database;
import dev.parley.store.rocksdb.internal.db.DatabaseStore;
import dev.parley.store.rocksdb.internal.db.Family;
import dev.parley.store.rocksdb.internal.db.Group;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A row for the unrevoked devices of each user, who has few, and one for each revoked device. Thread-safe. */
public final class RocksDeviceStore extends DatabaseStore implements DeviceStore {

    private static final Comparator<Device> LIST_ORDER =
            Comparator.comparing(Device::lastSeenAt).reversed().thenComparing(Device::id);

    public RocksDeviceStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Registered> register(UserId user, Device device, int most) {
        return database.write(group -> {
            Registered registered = register(group, user, device, most);
            return () -> registered;
        });
    }

    private static Registered register(Group group, UserId user, Device device, int most) {
        if (group.get(Family.STATE, revokedKey(user, device.id())) != null) {
            return Registered.refused(Registration.REVOKED);
        }
        byte[] key = Kind.DEVICES.key(user.value());
        Map<DeviceId, Device> devices = decode(group.get(Family.STATE, key));
        Device known = devices.get(device.id());
        if (known == null && devices.size() >= most) {
            return Registered.refused(Registration.TOO_MANY);
        }
        Device now = known == null ? device : renewed(known, device);
        devices.put(now.id(), now);
        group.put(Family.STATE, key, encode(devices.values()));
        return new Registered(
                Registration.REGISTERED, Instant.ofEpochMilli(now.lastSeenAt().toEpochMilli()));
    }

    private static Device renewed(Device known, Device device) {
        String name = device.name().isEmpty() ? known.name() : device.name();
        Instant after = known.lastSeenAt().plusMillis(1);
        Instant seen = device.lastSeenAt().isBefore(after) ? after : device.lastSeenAt();
        return new Device(known.id(), name, known.createdAt(), seen);
    }

    @Override
    public CompletionStage<List<Device>> list(UserId user) {
        byte[] key = Kind.DEVICES.key(user.value());
        return database.read(view -> decode(view.get(Family.STATE, key)).values().stream()
                .sorted(LIST_ORDER)
                .toList());
    }

    @Override
    public CompletionStage<Void> revoke(UserId user, DeviceId device) {
        byte[] key = Kind.DEVICES.key(user.value());
        return database.write(group -> {
            Map<DeviceId, Device> devices = decode(group.get(Family.STATE, key));
            if (devices.remove(device) != null) {
                group.put(Family.STATE, key, encode(devices.values()));
            }
            group.put(Family.STATE, revokedKey(user, device), new byte[0]);
            return Database.done();
        });
    }

    @Override
    public CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> devices) {
        List<UserDevice> asked = List.copyOf(devices);
        return database.read(view -> {
            List<byte @Nullable []> rows = view.get(
                    Family.STATE,
                    asked.stream()
                            .map(each -> revokedKey(each.user(), each.device()))
                            .toList());
            Set<UserDevice> revoked = new LinkedHashSet<>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i) != null) {
                    revoked.add(asked.get(i));
                }
            }
            return revoked;
        });
    }

    private static byte[] revokedKey(UserId user, DeviceId device) {
        return Kind.REVOKED.key(user.value(), device.value());
    }

    private static byte[] encode(Collection<Device> devices) {
        ByteWriter out = new ByteWriter(64 * devices.size());
        for (Device device : devices) {
            out.sized(device.id().value())
                    .sized(device.name())
                    .int64(device.createdAt().toEpochMilli())
                    .int64(device.lastSeenAt().toEpochMilli());
        }
        return out.toBytes();
    }

    private static Map<DeviceId, Device> decode(byte @Nullable [] row) {
        Map<DeviceId, Device> devices = new LinkedHashMap<>();
        if (row != null) {
            ByteReader in = new ByteReader(row);
            while (in.hasMore()) {
                DeviceId id = new DeviceId(in.sized());
                devices.put(
                        id,
                        new Device(id, in.sized(), Instant.ofEpochMilli(in.int64()), Instant.ofEpochMilli(in.int64())));
            }
        }
        return devices;
    }
}
