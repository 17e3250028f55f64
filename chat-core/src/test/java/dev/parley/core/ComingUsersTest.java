package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.internal.cluster.HeldBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.model.ConversationId;
import dev.parley.protocol.Event;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users who connect to one node while another appends what concerns them, and both know who is where without asking. */
class ComingUsersTest {

    private final Stores stores = InMemoryStores.create();
    private final HeldBus bus = new HeldBus();
    private final InMemorySessionDirectory presences = new InMemorySessionDirectory(InstantSource.system());
    private final TestEngine one = node();
    private final TestEngine two = node();

    @BeforeEach
    void nodesKnowEachOther() {
        beats(6);
    }

    @AfterEach
    void nothingFailedInTheBackground() {
        assertThat(one.failures).isEmpty();
        assertThat(two.failures).isEmpty();
    }

    @Test
    void whoeverWasOverlookedIsToldToLook() {
        ConversationId trip = one.group("ada", "bob", "cy");
        bus.arrive();
        TestClient bob = TestClient.join(two, "bob", "d1");
        one.send("ada", trip, "hello"); // bob read what he had missed, and node one has not heard of him
        bus.arrive();
        assertThat(bob.entries()).isEmpty();
        assertThat(bob.events()).contains(new Event.Resync());
    }

    @Test
    void whoeverIsKnownIsShownMessagesAndHasNothingToLookFor() {
        ConversationId trip = one.group("ada", "bob", "cy");
        TestClient bob = TestClient.join(two, "bob", "d1");
        bus.arrive();
        bob.received.clear();
        one.send("ada", trip, "hello");
        bus.arrive();
        assertThat(bob.entries()).hasSize(1);
        assertThat(bob.events()).doesNotContain(new Event.Resync());
    }

    @Test
    void whoeverCameWhileNewsWereLostIsToldToLook() {
        ConversationId trip = one.group("ada", "bob", "cy");
        bus.arrive();
        TestClient bob = TestClient.join(two, "bob", "d1");
        bus.areLost();
        one.send("ada", trip, "hello");
        bus.arrive();
        assertThat(bob.events()).isEmpty();
        TestClient.join(two, "dan", "d1"); // its news show that some before them are missing
        bus.arrive();
        beats(40);
        assertThat(bob.events()).contains(new Event.Resync());
    }

    private void beats(int many) {
        for (int i = 0; i < many; i++) {
            one.timersFire();
            two.timersFire();
            bus.arrive();
        }
    }

    private TestEngine node() {
        return new TestEngine(stores, builder -> builder.cluster(bus, presences));
    }
}
