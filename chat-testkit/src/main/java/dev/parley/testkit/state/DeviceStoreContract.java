package dev.parley.testkit.state;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.device;
import static dev.parley.testkit.internal.Samples.time;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.DeviceStore.Registration;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Together;
import dev.parley.testkit.store.StoresUnderTest;
import dev.parley.view.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@link DeviceStore}. Implementations are thread-safe. */
public interface DeviceStoreContract extends StoresUnderTest {

    /** A new device is kept as it is. */
    @Test
    default void rule10_aNewDeviceIsRegistered() {
        UserId user = user();
        Device phone = new Device(device(), "Ada's phone \ud83d\ude00 '\"%", time(), time());
        assertThat(register(user, phone, 5)).isEqualTo(Registration.REGISTERED);
        assertThat(list(user)).containsExactly(phone);
        assertThat(list(user())).isEmpty();
    }

    /** A known device gets a new name and time, unless it has no name to give, and keeps its age. */
    @Test
    default void rule10_aKnownDeviceIsRenewed() {
        UserId user = user();
        DeviceId id = device();
        Instant created = time();
        register(user, new Device(id, "old", created, created), 5);
        Instant second = time();
        register(user, new Device(id, "new", second, second), 5);
        assertThat(list(user)).containsExactly(new Device(id, "new", created, second));
        Instant third = time();
        assertThat(register(user, new Device(id, "", third, third), 5)).isEqualTo(Registration.REGISTERED);
        assertThat(list(user)).containsExactly(new Device(id, "new", created, third));
    }

    /** Ids are compared exactly, and belong to their user. */
    @Test
    default void rule10_devicesThatOnlyLookAlikeAreDifferent() {
        UserId user = user();
        for (String suffix : TRICKY_SUFFIXES) {
            assertThat(register(user, named("d" + suffix), TRICKY_SUFFIXES.size()))
                    .isEqualTo(Registration.REGISTERED);
        }
        assertThat(list(user)).hasSize(TRICKY_SUFFIXES.size());
        UserId other = user();
        register(other, named("dx"), 5);
        revoke(other, new DeviceId("dx"));
        assertThat(list(user)).hasSize(TRICKY_SUFFIXES.size());
    }

    /** Whatever the clocks of those say who register it, a device's registrations have one order, and the list shows the last. */
    @Test
    default void rule10_everyRegistrationIsLaterThanTheOneBefore() {
        UserId user = user();
        DeviceId phone = device();
        Instant seen = time();
        List<Instant> registered = new ArrayList<>();
        for (Instant now : List.of(seen, seen, seen.minusSeconds(3_600), seen.plusSeconds(60), seen)) {
            registered.add(registered(user, phone, now));
            assertThat(list(user))
                    .singleElement()
                    .satisfies(
                            device -> assertThat(device.lastSeenAt()).isEqualTo(registered.get(registered.size() - 1)));
        }
        assertThat(registered)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(seen)
                .contains(seen.plusSeconds(60));
    }

    /** Also when they come at once. */
    @Test
    default void rule10_registrationsAtOnceHaveAnOrder() {
        UserId user = user();
        DeviceId phone = device();
        Instant seen = time();
        assertThat(Together.run(10, i -> registered(user, phone, seen))).doesNotHaveDuplicates();
    }

    /** Revoked is revoked. */
    @Test
    default void rule11_aRevokedDeviceStaysRevoked() {
        UserId user = user();
        Device phone = named("phone");
        register(user, phone, 5);
        revoke(user, phone.id());
        assertThat(list(user)).isEmpty();
        assertThat(register(user, named("phone"), 5)).isEqualTo(Registration.REVOKED);
        assertThat(register(user, named("phone"), 0)).isEqualTo(Registration.REVOKED);
        assertThat(list(user)).isEmpty();
    }

    /** Beyond the limit, new devices are refused; known ones and freed places are not. */
    @Test
    default void rule12_aNewDeviceBeyondTheLimitIsRefused() {
        UserId user = user();
        register(user, named("a"), 2);
        register(user, named("b"), 2);
        List<Device> before = list(user);
        assertThat(register(user, named("c"), 2)).isEqualTo(Registration.TOO_MANY);
        assertThat(list(user)).isEqualTo(before);
        assertThat(register(user, named("a"), 2)).isEqualTo(Registration.REGISTERED);
        assertThat(register(user, named("a"), 1)).isEqualTo(Registration.REGISTERED);
        revoke(user, new DeviceId("a"));
        assertThat(register(user, named("c"), 2)).isEqualTo(Registration.REGISTERED);
        assertThat(register(user, named("d"), 2)).isEqualTo(Registration.TOO_MANY);
        assertThat(register(user, named("d"), 3)).isEqualTo(Registration.REGISTERED);
    }

    /** The limit holds for devices that come at once. */
    @Test
    default void rule12_theLimitHoldsForDevicesThatRegisterAtOnce() {
        UserId user = user();
        List<Registration> results = Together.run(20, i -> register(user, named("d" + i), 3));
        assertThat(results).filteredOn(Registration.REGISTERED::equals).hasSize(3);
        assertThat(results).filteredOn(Registration.TOO_MANY::equals).hasSize(17);
        assertThat(list(user)).hasSize(3);
    }

    /** One device that comes several times at once takes one place. */
    @Test
    default void rule12_oneDeviceThatRegistersManyTimesAtOnceIsOne() {
        UserId user = user();
        assertThat(Together.run(20, i -> register(user, named("same"), 1))).containsOnly(Registration.REGISTERED);
        assertThat(list(user)).hasSize(1);
    }

    /** The most recently seen first, equal ones by id. */
    @Test
    default void rule13_theMostRecentlySeenComeFirst() {
        UserId user = user();
        Instant old = time();
        Instant fresh = time();
        Stream.of("c", "a", "b").forEach(id -> register(user, new Device(new DeviceId(id), id, old, old), 9));
        register(user, new Device(new DeviceId("d"), "d", fresh, fresh), 9);
        assertThat(list(user)).extracting(Device::name).containsExactly("d", "a", "b", "c");
        Instant newest = time();
        register(user, new Device(new DeviceId("b"), "b", newest, newest), 9);
        assertThat(list(user)).extracting(Device::name).containsExactly("b", "d", "a", "c");
    }

    /** A device may be revoked before it was ever seen, and twice. */
    @Test
    default void rule14_revokingAnUnknownDeviceIsRemembered() {
        UserId user = user();
        DeviceId stolen = new DeviceId("stolen");
        revoke(user, stolen);
        revoke(user, stolen);
        assertThat(register(user, named("stolen"), 5)).isEqualTo(Registration.REVOKED);
        assertThat(list(user)).isEmpty();
        assertThat(register(user, named("other"), 1)).isEqualTo(Registration.REGISTERED);
        assertThat(register(user(), named("stolen"), 5)).isEqualTo(Registration.REGISTERED);
    }

    /** Who asks is told of the revoked ones among those asked for: known, unknown, and of other users. */
    @Test
    default void rule15_theRevokedOnesAreFound() {
        UserId user = user();
        UserId other = user();
        register(user, named("phone"), 5);
        register(user, named("laptop"), 5);
        revoke(user, new DeviceId("phone"));
        revoke(user, new DeviceId("never seen"));
        revoke(other, new DeviceId("laptop"));
        revoke(other, new DeviceId("not asked for"));
        List<UserDevice> asked = List.of(
                new UserDevice(user, new DeviceId("phone")),
                new UserDevice(user, new DeviceId("laptop")),
                new UserDevice(user, new DeviceId("never seen")),
                new UserDevice(user, new DeviceId("unknown")),
                new UserDevice(other, new DeviceId("phone")),
                new UserDevice(other, new DeviceId("laptop")));
        assertThat(await(stores().devices().revoked(asked)))
                .containsExactlyInAnyOrder(asked.get(0), asked.get(2), asked.get(5));
        assertThat(await(stores().devices().revoked(List.of()))).isEmpty();
    }

    private static Device named(String id) {
        return new Device(new DeviceId(id), "name of " + id, time(), time());
    }

    private Registration register(UserId user, Device device, int most) {
        return await(stores().devices().register(user, device, most)).registration();
    }

    private Instant registered(UserId user, DeviceId device, Instant seen) {
        return await(stores().devices().register(user, new Device(device, "", seen, seen), 5))
                .at();
    }

    private void revoke(UserId user, DeviceId device) {
        await(stores().devices().revoke(user, device));
    }

    private List<Device> list(UserId user) {
        return await(stores().devices().list(user));
    }
}
