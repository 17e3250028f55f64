package dev.parley.store.cassandra.internal.state;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.store.cassandra.internal.db.Database;
import dev.parley.store.cassandra.internal.db.DatabaseStore;
import dev.parley.store.cassandra.internal.db.Futures;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A partition for each user's devices, with a version that every write moves from what its writer read. Thread-safe. */
public final class CassandraDeviceStore extends DatabaseStore implements DeviceStore {

    private static final Comparator<Device> LIST_ORDER =
            Comparator.comparing(Device::lastSeenAt).reversed().thenComparing(Device::id);

    private final Writes writes;
    private final PreparedStatement select;
    private final PreparedStatement move;
    private final PreparedStatement put;
    private final PreparedStatement revoke;
    private final PreparedStatement revoked;

    /** A device as it is stored. */
    private record Stored(Device device, boolean revoked) {}

    /** All of one user's, and the version that they have, null before the first. */
    private record Devices(@Nullable Long version, List<Stored> stored) {

        Optional<Stored> of(DeviceId id) {
            return stored.stream().filter(each -> each.device().id().equals(id)).findFirst();
        }

        long unrevoked() {
            return stored.stream().filter(each -> !each.revoked()).count();
        }
    }

    public CassandraDeviceStore(Database database) {
        super(database);
        writes = new Writes(database);
        select = database.idempotent("SELECT device, version, name, created_ms, seen_ms, revoked"
                + " FROM ${keyspace}.parley_device WHERE user = ?");
        move = database.conditional("UPDATE ${keyspace}.parley_device SET version = ? WHERE user = ? IF version = ?");
        put = database.conditional(
                "INSERT INTO ${keyspace}.parley_device (user, device, name, created_ms, seen_ms, revoked)"
                        + " VALUES (?, ?, ?, ?, ?, false)");
        revoke = database.conditional(
                "UPDATE ${keyspace}.parley_device SET revoked = true WHERE user = ? AND device = ?");
        revoked = database.idempotent("SELECT revoked FROM ${keyspace}.parley_device WHERE user = ? AND device = ?");
    }

    @Override
    public CompletionStage<Registered> register(UserId user, Device device, int most) {
        return database.write(() -> writes.untilAgreed(
                () -> devices(user, true).thenCompose(devices -> register(user, device, most, devices))));
    }

    private CompletionStage<Writes.Attempt<Registered>> register(
            UserId user, Device device, int most, Devices devices) {
        Optional<Stored> known = devices.of(device.id());
        if (known.isPresent() && known.get().revoked()) {
            return decided(Registered.refused(Registration.REVOKED));
        }
        if (known.isEmpty() && devices.unrevoked() >= most) {
            return decided(Registered.refused(Registration.TOO_MANY));
        }
        Device now = known.map(stored -> renewed(stored.device(), device)).orElse(device);
        Instant seen = Instant.ofEpochMilli(now.lastSeenAt().toEpochMilli());
        BoundStatement row = put.bind(
                user.value(), now.id().value(), now.name(), now.createdAt().toEpochMilli(), seen.toEpochMilli());
        return write(user, devices, row)
                .thenApply(applied -> new Writes.Attempt<>(applied, new Registered(Registration.REGISTERED, seen)));
    }

    private static CompletionStage<Writes.Attempt<Registered>> decided(Registered registered) {
        return CompletableFuture.completedFuture(new Writes.Attempt<>(true, registered));
    }

    private static Device renewed(Device known, Device device) {
        String name = device.name().isEmpty() ? known.name() : device.name();
        Instant after = known.lastSeenAt().plusMillis(1);
        Instant seen = device.lastSeenAt().isBefore(after) ? after : device.lastSeenAt();
        return new Device(known.id(), name, known.createdAt(), seen);
    }

    private CompletionStage<Boolean> write(UserId user, Devices devices, BoundStatement row) {
        Long version = devices.version();
        long next = version == null ? 1 : version + 1;
        BatchStatement batch =
                BatchStatement.newInstance(BatchType.UNLOGGED, move.bind(next, user.value(), version), row);
        return database.execute(database.configured(batch)).thenApply(answer -> answer.wasApplied());
    }

    @Override
    public CompletionStage<List<Device>> list(UserId user) {
        return database.read(() -> devices(user, false)
                .thenApply(devices -> devices.stored().stream()
                        .filter(each -> !each.revoked())
                        .map(Stored::device)
                        .sorted(LIST_ORDER)
                        .toList()));
    }

    @Override
    public CompletionStage<Void> revoke(UserId user, DeviceId device) {
        return database.write(() -> writes.untilAgreed(() -> devices(user, true)
                        .thenCompose(devices -> write(user, devices, revoke.bind(user.value(), device.value())))
                        .thenApply(applied -> new Writes.Attempt<>(applied, true)))
                .thenAccept(done -> {}));
    }

    @Override
    public CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> devices) {
        List<UserDevice> asked = devices.stream().distinct().toList();
        return database.read(() -> Futures.each(
                        asked,
                        each -> database.rows(
                                        revoked.bind(
                                                each.user().value(),
                                                each.device().value()),
                                        row -> row.getBoolean("revoked"))
                                .thenApply(
                                        rows -> rows.contains(true) ? Optional.of(each) : Optional.<UserDevice>empty()))
                .thenApply(found -> found.stream().flatMap(Optional::stream).collect(Collectors.toSet())));
    }

    /** Serially before a write: another's that is under way is seen, or will not be. */
    private CompletionStage<Devices> devices(UserId user, boolean serially) {
        BoundStatement asked = select.bind(user.value());
        return database.rows(serially ? database.serially(asked) : asked, row -> row)
                .thenApply(CassandraDeviceStore::devices);
    }

    private static Devices devices(List<Row> rows) {
        Long version = rows.isEmpty() || rows.get(0).isNull("version")
                ? null
                : Long.valueOf(rows.get(0).getLong("version"));
        List<Stored> stored = new ArrayList<>();
        for (Row row : rows) {
            if (!row.isNull("device")) {
                String name = row.getString("name");
                Device device = new Device(
                        new DeviceId(Texts.text(row, "device")),
                        name == null ? "" : name,
                        Instant.ofEpochMilli(row.getLong("created_ms")),
                        Instant.ofEpochMilli(row.getLong("seen_ms")));
                stored.add(new Stored(device, row.getBoolean("revoked")));
            }
        }
        return new Devices(version, stored);
    }
}
