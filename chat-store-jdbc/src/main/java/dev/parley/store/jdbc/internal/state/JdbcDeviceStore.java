package dev.parley.store.jdbc.internal.state;

import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Database;
import dev.parley.store.jdbc.internal.sql.DatabaseStore;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** Devices in {@code parley_device}, times in whole milliseconds. Thread-safe. */
public final class JdbcDeviceStore extends DatabaseStore implements DeviceStore {

    public JdbcDeviceStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Registered> register(UserId user, Device device, int most) {
        return database.write(handle -> {
            lock(handle, user);
            Optional<Known> known = known(handle, user, device.id());
            if (known.isPresent()) {
                return known.get().revoked()
                        ? Registered.refused(Registration.REVOKED)
                        : renew(handle, user, device, known.get());
            }
            return unrevoked(handle, user) >= most
                    ? Registered.refused(Registration.TOO_MANY)
                    : insert(handle, user, device, false);
        });
    }

    @Override
    public CompletionStage<List<Device>> list(UserId user) {
        return database.read(handle -> handle.createQuery("""
                        SELECT device, device_name, created_ms, last_seen_ms FROM parley_device
                        WHERE user_id = :user AND revoked = FALSE ORDER BY last_seen_ms DESC, device""")
                .bind("user", user.value())
                .map((row, context) -> new Device(
                        new DeviceId(row.getString(1)),
                        row.getString(2),
                        Instant.ofEpochMilli(row.getLong(3)),
                        Instant.ofEpochMilli(row.getLong(4))))
                .list());
    }

    @Override
    public CompletionStage<Void> revoke(UserId user, DeviceId device) {
        return database.write(handle -> {
            lock(handle, user);
            int known = handle.createUpdate(
                            "UPDATE parley_device SET revoked = TRUE WHERE user_id = :user AND device = :device")
                    .bind("user", user.value())
                    .bind("device", device.value())
                    .execute();
            if (known == 0) {
                insert(handle, user, new Device(device, "", Instant.EPOCH, Instant.EPOCH), true);
            }
            return done();
        });
    }

    @Override
    public CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> devices) {
        return database.read(handle -> handle.createQuery("""
                        SELECT d.user_id, d.device
                        FROM UNNEST(CAST(:users AS VARCHAR ARRAY), CAST(:devices AS VARCHAR ARRAY)) AS k (user_id, device)
                        JOIN parley_device d ON d.user_id = k.user_id AND d.device = k.device
                        WHERE d.revoked = TRUE""")
                .bindArray(
                        "users",
                        String.class,
                        devices.stream().map(one -> one.user().value()).toList())
                .bindArray(
                        "devices",
                        String.class,
                        devices.stream().map(one -> one.device().value()).toList())
                .map((row, context) -> new UserDevice(new UserId(row.getString(1)), new DeviceId(row.getString(2))))
                .set());
    }

    /** Lets only one transaction at a time change the devices of a user. */
    private void lock(Handle handle, UserId user) {
        database.dialect()
                .insertMissing(handle, "parley_device_owner", List.of("user_id"), List.of(List.of(user.value())));
        handle.createQuery("SELECT user_id FROM parley_device_owner WHERE user_id = :user FOR UPDATE")
                .bind("user", user.value())
                .mapTo(String.class)
                .one();
    }

    private record Known(boolean revoked, long lastSeenMs) {}

    private static Optional<Known> known(Handle handle, UserId user, DeviceId device) {
        return handle.createQuery(
                        "SELECT revoked, last_seen_ms FROM parley_device WHERE user_id = :user AND device = :device")
                .bind("user", user.value())
                .bind("device", device.value())
                .map((row, context) -> new Known(row.getBoolean(1), row.getLong(2)))
                .findOne();
    }

    private static int unrevoked(Handle handle, UserId user) {
        return handle.createQuery("SELECT COUNT(*) FROM parley_device WHERE user_id = :user AND revoked = FALSE")
                .bind("user", user.value())
                .mapTo(Integer.class)
                .one();
    }

    private static Registered renew(Handle handle, UserId user, Device device, Known known) {
        long seen = Math.max(device.lastSeenAt().toEpochMilli(), known.lastSeenMs() + 1);
        handle.createUpdate("""
                        UPDATE parley_device SET last_seen_ms = :seen,
                            device_name = CASE WHEN :name = '' THEN device_name ELSE :name END
                        WHERE user_id = :user AND device = :device""")
                .bind("seen", seen)
                .bind("name", Names.storable(device.name()))
                .bind("user", user.value())
                .bind("device", device.id().value())
                .execute();
        return new Registered(Registration.REGISTERED, Instant.ofEpochMilli(seen));
    }

    private static Registered insert(Handle handle, UserId user, Device device, boolean revoked) {
        handle.createUpdate("""
                        INSERT INTO parley_device (user_id, device, device_name, created_ms, last_seen_ms, revoked)
                        VALUES (:user, :device, :name, :created, :seen, :revoked)""")
                .bind("user", user.value())
                .bind("device", device.id().value())
                .bind("name", Names.storable(device.name()))
                .bind("created", device.createdAt().toEpochMilli())
                .bind("seen", device.lastSeenAt().toEpochMilli())
                .bind("revoked", revoked)
                .execute();
        return new Registered(
                Registration.REGISTERED,
                Instant.ofEpochMilli(device.lastSeenAt().toEpochMilli()));
    }
}
