package dev.parley.core;

import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.host.MessageInterceptor;
import dev.parley.core.internal.cluster.HeldBus;
import dev.parley.core.internal.cluster.NodeSignal;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session is pushed by a node that hears of entries late, or not of all of them. */
class PushTest {

    private final Stores stores = InMemoryStores.create();
    private final HeldBus bus = new HeldBus();
    private final InMemorySessionDirectory presences = new InMemorySessionDirectory(InstantSource.system());

    /** What happens between the judgement of an edit and its being stored. */
    private Runnable race = () -> {};

    private final TestEngine one = node();
    private final TestEngine two = node();

    @AfterEach
    void nothingFailedInTheBackground() {
        assertThat(one.failures).isEmpty();
        assertThat(two.failures).isEmpty();
    }

    @Test
    void whatWasSaidWhileSomebodyWasOutIsNotPushedToThemWhenTheyAreBack() {
        ConversationId trip = one.group("ada", "bob", "cy");
        TestClient bob = TestClient.join(two, "bob", "d1");
        TestClient cy = TestClient.join(two, "cy", "d1");
        one.send("ada", trip, "hello");
        bus.arrive();

        UserId out = new UserId("bob");
        get(one.chat.conversations().removeMember(user("ada"), new Command.RemoveMember(trip, "r", out)));
        long secret = one.send("ada", trip, "secret").seq();
        get(one.chat
                .conversations()
                .addMembers(user("ada"), new Command.AddMembers(trip, "a", List.of(new MemberSpec(out, Role.MEMBER)))));
        one.send("ada", trip, "welcome back");
        heardOnlyTheNewest();

        assertThat(seqs(cy)).contains(secret, secret + 1, secret + 2);
        assertThat(seqs(bob)).doesNotContain(secret).contains(secret - 1, secret + 1, secret + 2);
        assertThat(bob.received.toString()).doesNotContain("secret");
    }

    @Test
    void anEditThatLostTheRaceWithADeleteIsPushedWithoutItsContent() {
        ConversationId trip = one.group("ada", "bob");
        long target = one.send("ada", trip, "hello").seq();
        bus.arrive();
        TestClient bob = TestClient.join(two, "bob", "d1");
        TestClient ada = TestClient.join(one, "ada", "d1");

        race = () -> get(two.chat.messages().delete(user("ada"), new Command.Delete(trip, "d", target)));
        get(one.chat.messages().edit(user("ada"), edit(trip, target)));
        bus.arrive();

        for (TestClient client : List.of(ada, bob)) {
            assertThat(bodies(client)).containsExactly(new EntryBody.Delete(target), new EntryBody.Edit(target, null));
        }
    }

    @Test
    void aNodeThatHeardOfTheEditOnlyAsksWhetherTheMessageWasDeleted() {
        ConversationId trip = one.group("ada", "bob");
        long target = one.send("ada", trip, "hello").seq();
        TestClient bob = TestClient.join(two, "bob", "d1");

        race = () -> get(node().chat.messages().delete(user("ada"), new Command.Delete(trip, "d", target)));
        get(one.chat.messages().edit(user("ada"), edit(trip, target)));
        heardOnlyTheNewest();

        assertThat(bodies(bob)).containsExactly(new EntryBody.Edit(target, null));
    }

    @Test
    void aNodeThatKeepsNoEntriesAsksWhetherTheMessageWasDeleted() {
        StoreOptions base = StoreOptions.DEFAULT;
        TestEngine forgetful = new TestEngine(
                stores,
                builder -> settings(builder.options(ChatOptions.DEFAULT.with(new StoreOptions(
                        base.lanes(),
                        base.batch(),
                        base.waiting(),
                        base.attempts(),
                        base.retryAfter(),
                        0,
                        base.cachedPerConversation())))));
        ConversationId trip = one.group("ada", "bob");
        long target = one.send("ada", trip, "hello").seq();
        TestClient bob = TestClient.join(forgetful, "bob", "d1");

        race = () -> get(two.chat.messages().delete(user("ada"), new Command.Delete(trip, "d", target)));
        get(forgetful.chat.messages().edit(user("ada"), edit(trip, target)));

        assertThat(bodies(bob)).containsExactly(new EntryBody.Edit(target, null));
        assertThat(forgetful.failures).isEmpty();
    }

    @Test
    void anEditOfAnOldMessageThatIsStillThereIsPushedWhole() {
        ConversationId trip = one.group("ada", "bob");
        long target = one.send("ada", trip, "hello").seq();
        TestClient bob = TestClient.join(two, "bob", "d1");

        get(one.chat.messages().edit(user("ada"), edit(trip, target)));
        heardOnlyTheNewest();

        assertThat(bodies(bob)).containsExactly(new EntryBody.Edit(target, MessageBody.text("edited")));
    }

    private static Command.Edit edit(ConversationId conversation, long target) {
        return new Command.Edit(conversation, "e", target, MessageBody.text("edited"));
    }

    private static List<Long> seqs(TestClient client) {
        return client.entries().stream().map(Entry::seq).toList();
    }

    private static List<EntryBody> bodies(TestClient client) {
        return client.entries().stream().map(Entry::body).toList();
    }

    private void heardOnlyTheNewest() {
        bus.onlyArrives(NodeSignal.Moved.class::isInstance);
    }

    private TestEngine node() {
        return new TestEngine(stores, this::settings);
    }

    private ChatBuilder settings(ChatBuilder builder) {
        MessageInterceptor interceptor = draft -> {
            if (draft.edit()) {
                race.run();
            }
            return CompletableFuture.completedStage(draft.body());
        };
        return builder.cluster(bus, presences).interceptor(interceptor);
    }
}
