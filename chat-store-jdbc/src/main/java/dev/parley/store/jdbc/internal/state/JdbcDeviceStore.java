package dev.parley.store.jdbc.internal.state;

import dev.parley.core.spi.state.DeviceStore;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.store.jdbc.internal.sql.Database;
import dev.parley.store.jdbc.internal.sql.DatabaseStore;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** Devices in {@code parley_device}, times in whole milliseconds. Thread-safe. */
public final class JdbcDeviceStore extends DatabaseStore implements DeviceStore {

    public JdbcDeviceStore(Database database) {
        super(database);
    }

    @Override
    public CompletionStage<Registration> register(UserId user, Device device, int most) {
        return database.write(handle -> {
            lock(handle, user);
            Optional<Boolean> revoked = revoked(handle, user, device.id());
            if (revoked.isPresent()) {
                return revoked.get() ? Registration.REVOKED : renew(handle, user, device);
            }
            return unrevoked(handle, user) >= most ? Registration.TOO_MANY : insert(handle, user, device, false);
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

    /** Lets only one transaction at a time change the devices of a user. */
    private void lock(Handle handle, UserId user) {
        database.dialect()
                .insertMissing(handle, "parley_device_owner", List.of("user_id"), List.of(List.of(user.value())));
        handle.createQuery("SELECT user_id FROM parley_device_owner WHERE user_id = :user FOR UPDATE")
                .bind("user", user.value())
                .mapTo(String.class)
                .one();
    }

    private static Optional<Boolean> revoked(Handle handle, UserId user, DeviceId device) {
        return handle.createQuery("SELECT revoked FROM parley_device WHERE user_id = :user AND device = :device")
                .bind("user", user.value())
                .bind("device", device.value())
                .mapTo(Boolean.class)
                .findOne();
    }

    private static int unrevoked(Handle handle, UserId user) {
        return handle.createQuery("SELECT COUNT(*) FROM parley_device WHERE user_id = :user AND revoked = FALSE")
                .bind("user", user.value())
                .mapTo(Integer.class)
                .one();
    }

    private static Registration renew(Handle handle, UserId user, Device device) {
        handle.createUpdate("""
                        UPDATE parley_device SET last_seen_ms = :seen,
                            device_name = CASE WHEN :name = '' THEN device_name ELSE :name END
                        WHERE user_id = :user AND device = :device""")
                .bind("seen", device.lastSeenAt().toEpochMilli())
                .bind("name", Names.storable(device.name()))
                .bind("user", user.value())
                .bind("device", device.id().value())
                .execute();
        return Registration.REGISTERED;
    }

    private static Registration insert(Handle handle, UserId user, Device device, boolean revoked) {
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
        return Registration.REGISTERED;
    }
}
