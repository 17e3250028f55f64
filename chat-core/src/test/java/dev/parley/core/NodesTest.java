package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.discovery.InMemoryNodeDirectory;
import dev.parley.core.discovery.StaticNodeDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.spi.discovery.KnownNodes;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Engines that show themselves to clients. */
class NodesTest {

    /** The directory of all engines of a test, which may be out of reach. */
    private static final class Directory implements NodeDirectory {

        private final NodeDirectory nodes = new InMemoryNodeDirectory(InstantSource.system());
        private final List<NodeListing> said = new ArrayList<>();
        private boolean away;

        @Override
        public CompletionStage<Void> register(NodeListing listing, Duration lease) {
            said.add(listing);
            return away ? unreachable() : nodes.register(listing, lease);
        }

        @Override
        public CompletionStage<Void> unregister(String node) {
            return away ? unreachable() : nodes.unregister(node);
        }

        @Override
        public CompletionStage<KnownNodes> nodes() {
            return away ? unreachable() : nodes.nodes();
        }

        private static <T> CompletionStage<T> unreachable() {
            return CompletableFuture.failedStage(new ChatException(ErrorCode.STORE_UNAVAILABLE, "gone"));
        }
    }

    private static final NodeOptions OPTIONS =
            NodeOptions.DEFAULT.withRegion("eu").withCapacity(50);

    private final Stores stores = InMemoryStores.create();
    private final Directory directory = new Directory();
    private final TestEngine one = node(directory);
    private final TestEngine two = node(directory);

    private TestEngine node(NodeDirectory nodes) {
        return new TestEngine(stores, builder -> builder.discovery(nodes, OPTIONS));
    }

    @Test
    void aNodeIsNamedByAllOnceItIsAnnounced() {
        assertThat(named(one)).isEmpty();
        announce(one, "one");
        announce(two, "two");
        assertThat(named(one)).containsExactly("one");
        one.timersFire();
        two.timersFire();
        assertThat(named(one)).containsExactlyInAnyOrder("one", "two");
        assertThat(named(two)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void theListingSaysWhereAndHowFullANodeIs() {
        announce(one, "one");
        TestClient.join(one, "ada", "d1");
        TestClient.join(one, "bob", "d2");
        one.timersFire();
        NodeListing listing = get(directory.nodes()).nodes().get(0);
        assertThat(listing.connections()).isEqualTo(2);
        assertThat(listing.capacity()).isEqualTo(50);
        assertThat(listing.draining()).isFalse();
        assertThat(listing.address().region()).isEqualTo("eu");
        assertThat(listing.address().api()).isEqualTo(URI.create("http://one"));
    }

    @Test
    void aNodeThatClosesDrainsAndIsGone() {
        announce(one, "one");
        announce(two, "two");
        one.timersFire();
        TestClient ada = TestClient.join(one, "ada", "d1");
        CompletionStage<Void> closed = one.chat.close(Duration.ofSeconds(5));
        assertThat(directory.said.get(directory.said.size() - 1).draining()).isTrue();
        assertThat(ada.events().stream()
                        .filter(Event.GoingAway.class::isInstance)
                        .map(Event.GoingAway.class::cast))
                .singleElement()
                .satisfies(going -> assertThat(going.nodes())
                        .extracting(address -> address.connect().getHost())
                        .containsExactly("two"));
        assertThat(named(one)).containsExactly("two");
        assertThat(named(two)).doesNotContain("one");
        for (int i = 0; i < 5; i++) {
            one.timersFire();
        }
        assertThat(closed.toCompletableFuture()).isCompleted();
        assertThat(get(directory.nodes()).nodes())
                .extracting(listing -> listing.address().connect().getHost())
                .containsExactly("two");
        one.timersFire();
        assertThat(get(directory.nodes()).nodes()).hasSize(1);
    }

    @Test
    void withoutTheDirectoryClientsAreNamedWhoWasKnownLast() {
        announce(one, "one");
        announce(two, "two");
        one.timersFire();
        directory.away = true;
        one.timersFire();
        one.timersFire();
        assertThat(named(one)).containsExactlyInAnyOrder("one", "two");
        assertThat(one.failures).as("told once").hasSize(1);
        assertThat(get(one.chat.health()).status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aRegistrationThatFailsIsTriedAgain() {
        directory.away = true;
        assertThat(codeOf(one.chat.nodes().announce(URI.create("ws://one/v1/connect"), URI.create("http://one"))))
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(named(one)).as("itself it knows").containsExactly("one");
        directory.away = false;
        one.timersFire();
        two.timersFire();
        assertThat(named(two)).containsExactly("one");
    }

    @Test
    void aDirectoryThatIsGoneDelaysNoClosing() {
        announce(one, "one");
        directory.away = true;
        CompletionStage<Void> closed = one.chat.close(Duration.ofSeconds(5));
        for (int i = 0; i < 5; i++) {
            one.timersFire();
        }
        assertThat(closed.toCompletableFuture()).isCompleted();
    }

    @Test
    void clientsAreNamedAsManyAsTheyAskFor() {
        List<NodeAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            addresses.add(new NodeAddress("n" + i, URI.create("ws://n" + i), URI.create("http://n" + i), null));
        }
        TestEngine many = node(StaticNodeDirectory.of(addresses));
        assertThat(nodes(many, null)).hasSize(3);
        assertThat(nodes(many, 7)).hasSize(7).doesNotHaveDuplicates();
        assertThat(nodes(many, 100)).hasSize(20);
        assertThat(codeOf(many.chat.execute(user("ada"), new Command.ListNodes(0))))
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void aNodeFindsItselfInAListOfAddressesByItsAddress() {
        NodeAddress listed =
                new NodeAddress("by-hand", URI.create("ws://one/v1/connect"), URI.create("http://one"), "eu");
        TestEngine fixed = node(StaticNodeDirectory.of(List.of(listed)));
        announce(fixed, "one");
        assertThat(named(fixed)).containsExactly("one");
        fixed.chat.close(Duration.ofSeconds(5));
        assertThat(named(fixed)).isEmpty();
    }

    @Test
    void withoutADirectoryNoNodeIsNamed() {
        TestEngine sole = new TestEngine();
        assertThat(named(sole)).isEmpty();
        assertThat(codeOf(sole.chat.nodes().announce(URI.create("ws://one/v1/connect"), URI.create("http://one"))))
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(codeOf(sole.chat.execute(user("ada"), new Command.ListNodes(0))))
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        for (String connect : List.of("http://one", "ws:one", "ws://one?token=t", "ws://a:b@one", "one")) {
            assertThat(codeOf(one.chat.nodes().announce(URI.create(connect), URI.create("http://one"))))
                    .as(connect)
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
        assertThat(codeOf(one.chat.nodes().announce(URI.create("ws://one"), URI.create("http://one/"))))
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(named(one)).isEmpty();
    }

    private static void announce(TestEngine engine, String host) {
        get(engine.chat.nodes().announce(URI.create("ws://" + host + "/v1/connect"), URI.create("http://" + host)));
    }

    private static List<String> named(TestEngine engine) {
        return nodes(engine, null).stream()
                .map(address -> address.connect().getHost())
                .toList();
    }

    private static List<NodeAddress> nodes(TestEngine engine, @Nullable Integer limit) {
        return ((Result.Nodes) get(engine.chat.execute(user("ada"), new Command.ListNodes(limit)))).nodes();
    }
}
