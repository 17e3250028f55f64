package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two engines on the same stores, with a bus between them and without. */
class TwoNodesTest {

    private final Stores stores = InMemoryStores.create();
    private final InMemoryNodeBus bus = new InMemoryNodeBus(Runnable::run);
    private final InMemorySessionDirectory presences = new InMemorySessionDirectory(InstantSource.system());
    private final TestEngine one = node();
    private final TestEngine two = node();

    @AfterEach
    void nothingFailedInTheBackground() {
        assertThat(one.failures).isEmpty();
        assertThat(two.failures).isEmpty();
    }

    @Test
    void bothNodesSeeOneOrder() {
        ConversationId trip = one.group("ada", "bob");
        for (int i = 0; i < 20; i++) {
            (i % 2 == 0 ? one : two).send(i % 3 == 0 ? "ada" : "bob", trip, "m" + i);
        }
        assertThat(one.texts("ada", trip)).isEqualTo(two.texts("bob", trip)).hasSize(20);
    }

    @Test
    void aRetryOnTheOtherNodeGetsTheSameAck() {
        ConversationId trip = one.group("ada", "bob");
        Result.Ack ack = get(one.chat.messages().send(user("ada"), trip, "k", MessageBody.text("hi")));

        assertThat(get(two.chat.messages().send(user("ada"), trip, "k", MessageBody.text("hi"))))
                .isEqualTo(ack);
    }

    @Test
    void whoeverWasRemovedOnOneNodeIsCutOffOnTheOther() {
        ConversationId trip = one.group("ada", "bob");
        two.send("bob", trip, "warms the other node's caches");
        get(one.chat.conversations().removeMember(user("ada"), new Command.RemoveMember(trip, "r", new UserId("bob"))));
        one.send("ada", trip, "secret");

        assertThat(codeOf(two.chat.messages().send(user("bob"), trip, "k", MessageBody.text("still here?"))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(two.texts("bob", trip)).doesNotContain("secret");
    }

    @Test
    void withoutTheBusAWriteIsJudgedOnTheNewestStateAllTheSame() {
        TestEngine deaf =
                new TestEngine(stores, builder -> builder.cluster(new InMemoryNodeBus(Runnable::run), presences));
        ConversationId trip = one.group("ada", "bob");
        deaf.send("bob", trip, "warms the deaf node's caches");
        get(one.chat.conversations().removeMember(user("ada"), new Command.RemoveMember(trip, "r", new UserId("bob"))));

        assertThat(codeOf(deaf.chat.messages().send(user("bob"), trip, "k", MessageBody.text("still here?"))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(one.texts("ada", trip)).containsExactly("warms the deaf node's caches");
    }

    @Test
    void aDeleteOnOneNodeHidesTheContentOnTheOther() {
        ConversationId trip = one.group("ada", "bob");
        long seq = one.send("ada", trip, "secret").seq();
        assertThat(two.texts("bob", trip)).containsExactly("secret");
        get(one.chat.messages().delete(user("ada"), new Command.Delete(trip, "d", seq)));

        assertThat(two.texts("bob", trip)).containsExactly("-");
    }

    /** The deaf node has the newest page in memory, from its readers and from what was posted there. */
    @Test
    void withoutTheBusADeleteHidesTheContentFromEveryReadAllTheSame() {
        TestEngine deaf =
                new TestEngine(stores, builder -> builder.cluster(new InMemoryNodeBus(Runnable::run), presences));
        ConversationId trip = one.group("ada", "bob");
        long read = one.send("ada", trip, "secret").seq();
        assertThat(deaf.texts("bob", trip)).containsExactly("secret");
        assertThat(deaf.texts("bob", trip)).containsExactly("secret");
        get(one.chat.messages().delete(user("ada"), new Command.Delete(trip, "d1", read)));
        assertThat(deaf.texts("bob", trip)).containsExactly("-");

        long posted = deaf.send("bob", trip, "another").seq();
        assertThat(deaf.texts("bob", trip)).containsExactly("-", "another");
        get(one.chat.messages().delete(user("bob"), new Command.Delete(trip, "d2", posted)));
        assertThat(deaf.texts("bob", trip)).containsExactly("-", "-");
        assertThat(get(deaf.chat.conversations().show(user("bob"), trip)).last())
                .extracting(Message::deleted)
                .isEqualTo(true);
    }

    @Test
    void withoutTheBusAReadEndsWhereTheReadersStayEnded() {
        TestEngine deaf =
                new TestEngine(stores, builder -> builder.cluster(new InMemoryNodeBus(Runnable::run), presences));
        ConversationId trip = one.group("ada", "bob");
        deaf.send("bob", trip, "warms the deaf node's caches");
        get(one.chat.conversations().removeMember(user("ada"), new Command.RemoveMember(trip, "r", new UserId("bob"))));
        one.send("ada", trip, "secret");

        ConversationSummary row = get(deaf.chat.conversations().show(user("bob"), trip));
        assertThat(row.role()).isNull();
        assertThat(row.head()).isEqualTo(3);
        assertThat(deaf.texts("bob", trip)).containsExactly("warms the deaf node's caches");
    }

    @Test
    void whatIsInNoInboxAfterACrashIsBroughtBackForAllWhenOneAsks() {
        TestEngine dying = new TestEngine(stores.with(new Failing(stores.inboxes())), builder -> builder);
        assertThat(codeOf(dying.chat.messages().sendTo(user("ada"), new UserId("bob"), "k", MessageBody.text("hi"))))
                .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(inbox("bob")).isEmpty();

        ConversationId direct = ConversationId.direct(new UserId("ada"), new UserId("bob"));
        get(one.chat.conversations().show(user("ada"), direct));
        assertThat(inbox("bob")).containsExactly(direct);
        assertThat(inbox("ada")).containsExactly(direct);
    }

    @Test
    void aDirectChatThatWasThereIsShownOnEveryNodeToWhoOpensIt() {
        TestClient phone = TestClient.join(two, "ada", "phone");
        get(one.chat.conversations().openDirect(user("bob"), new UserId("ada")));
        ConversationSummary opened = get(one.chat.conversations().openDirect(user("ada"), new UserId("bob")));
        assertThat(phone.events())
                .filteredOn(Event.InboxChanged.class::isInstance)
                .extracting(event ->
                        ((Event.InboxChanged) event).summary().conversation().id())
                .containsExactly(opened.conversation().id());
    }

    @Test
    void aRowWhoseChangeHadAnUnknownOutcomeIsToldAllTheSame() {
        TestClient phone = TestClient.join(two, "ada", "phone");
        ConversationId trip = one.group("ada");
        int before = phone.events().size();
        TestEngine unsure =
                new TestEngine(stores.with(new Failing(stores.inboxes())), builder -> builder.cluster(bus, presences));
        ConversationSettings pinned = new ConversationSettings(null, true);
        assertThat(codeOf(unsure.chat.conversations().configure(user("ada"), trip, pinned)))
                .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(phone.events()).hasSize(before);
        unsure.timersFire();
        assertThat(phone.events().subList(before, phone.events().size()))
                .anyMatch(event -> event instanceof Event.InboxChanged changed
                        && changed.summary().settings().pinned());
    }

    private List<ConversationId> inbox(String user) {
        return get(one.chat.conversations().inbox(user(user), new Command.Inbox(null, 10))).conversations().stream()
                .map(row -> row.conversation().id())
                .toList();
    }

    /** Inboxes that are gone whenever a row is to be moved up, and never say that they configured one. */
    private record Failing(InboxStore inboxes) implements InboxStore {

        @Override
        public CompletionStage<Void> bump(List<InboxBump> bumps) {
            return CompletableFuture.failedStage(new ChatException(ErrorCode.STORE_UNAVAILABLE, "gone"));
        }

        @Override
        public CompletionStage<List<InboxRow>> page(UserId user, Optional<InboxRow> after, int limit) {
            return inboxes.page(user, after, limit);
        }

        @Override
        public CompletionStage<Map<ConversationId, InboxRow>> rows(
                UserId user, Collection<ConversationId> conversations) {
            return inboxes.rows(user, conversations);
        }

        @Override
        public CompletionStage<Void> configure(
                UserId user, ConversationId conversation, ConversationSettings settings) {
            return inboxes.configure(user, conversation, settings)
                    .thenCompose(done -> CompletableFuture.failedStage(
                            new ChatException(ErrorCode.OUTCOME_UNKNOWN, "the answer was lost")));
        }

        @Override
        public String durability() {
            return inboxes.durability();
        }

        @Override
        public CompletionStage<Void> check() {
            return inboxes.check();
        }
    }

    private TestEngine node() {
        return new TestEngine(stores, builder -> builder.cluster(bus, presences));
    }
}
