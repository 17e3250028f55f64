package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.internal.cluster.HeldBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.ErrorCode;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One device that connects to two nodes, and that is revoked on one of them. */
class DeviceOnTwoNodesTest {

    private static final DeviceId PHONE = new DeviceId("phone");

    private final Stores stores = InMemoryStores.create();
    private final HeldBus bus = new HeldBus();
    private final InMemorySessionDirectory presences = new InMemorySessionDirectory(InstantSource.system());
    private final TestEngine one = node();
    private final TestEngine two = node();

    @AfterEach
    void nothingFailedInTheBackground() {
        assertThat(one.failures).isEmpty();
        assertThat(two.failures).isEmpty();
    }

    @Test
    void aDeviceThatConnectsElsewhereLeavesItsOlderSession() {
        TestClient old = join(one);
        TestClient laptop = TestClient.join(one, "ada", "laptop");
        TestClient other = TestClient.join(one, "bob", "phone");
        bus.arrive();
        TestClient fresh = join(two);
        bus.arrive();
        assertThat(old.closed).isEqualTo(CloseCode.DISPLACED);
        assertThat(fresh.closed).isNull();
        assertThat(laptop.closed).isNull();
        assertThat(other.closed).isNull();
    }

    @Test
    void ofTwoConnectsWhoseSignalsCrossTheLaterOneStays() {
        TestClient old = join(one);
        TestClient fresh = join(two);
        bus.arrive();
        assertThat(old.closed).isEqualTo(CloseCode.DISPLACED);
        assertThat(fresh.closed).isNull();
    }

    @Test
    void theLaterOneStaysWhateverTheClocksSay() {
        TestClient old = join(one);
        two.clockMoves(-3_600_000);
        TestClient fresh = join(two);
        bus.arrive();
        assertThat(old.closed).isEqualTo(CloseCode.DISPLACED);
        assertThat(fresh.closed).isNull();
    }

    @Test
    void whoCameBackIsNotDisplacedByWhatIsHeardLate() {
        join(one);
        TestClient between = join(two);
        TestClient back = join(one);
        bus.arrive();
        assertThat(between.closed).isEqualTo(CloseCode.DISPLACED);
        assertThat(back.closed).isNull();
    }

    @Test
    void aRevokedDevicesSessionElsewhereEndsAtOnce() {
        TestClient stolen = join(two);
        get(one.chat.people().revokeDevice(user("ada"), PHONE));
        bus.arrive();
        assertThat(stolen.closed).isEqualTo(CloseCode.DEVICE_REVOKED);
    }

    @Test
    void aRevokedDevicesSessionElsewhereEndsAlsoWhenTheSignalIsLost() {
        TestClient stolen = join(two);
        TestClient laptop = TestClient.join(two, "ada", "laptop");
        get(one.chat.people().revokeDevice(user("ada"), PHONE));
        bus.areLost();
        assertThat(stolen.closed).isNull();
        two.timersFire();
        assertThat(stolen.closed).isEqualTo(CloseCode.DEVICE_REVOKED);
        assertThat(laptop.closed).isNull();
    }

    @Test
    void aSingleRequestOfARevokedDeviceIsRefusedOnEveryNode() {
        assertThat(get(one.chat.authenticate("ada", "192.0.2.1", PHONE)))
                .isEqualTo(new Actor(new UserId("ada"), PHONE));
        get(one.chat.people().revokeDevice(user("ada"), PHONE));
        for (TestEngine node : new TestEngine[] {one, two}) {
            assertThat(codeOf(node.chat.authenticate("ada", "192.0.2.1", PHONE)))
                    .isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(get(node.chat.authenticate("ada", "192.0.2.1", null))).isEqualTo(user("ada"));
            assertThat(get(node.chat.authenticate("bob", "192.0.2.1", PHONE)))
                    .isEqualTo(new Actor(new UserId("bob"), PHONE));
        }
    }

    private static TestClient join(TestEngine node) {
        return TestClient.join(node, "ada", "phone");
    }

    private TestEngine node() {
        return new TestEngine(stores, builder -> builder.cluster(bus, presences));
    }
}
