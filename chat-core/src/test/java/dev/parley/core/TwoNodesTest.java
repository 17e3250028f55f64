package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.memory.InMemoryPresenceDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two engines on the same stores, with a bus between them and without. */
class TwoNodesTest {

    private final Stores stores = InMemoryStores.create();
    private final InMemoryNodeBus bus = new InMemoryNodeBus(Runnable::run);
    private final InMemoryPresenceDirectory presences = new InMemoryPresenceDirectory(InstantSource.system());
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
        TestEngine deaf = new TestEngine(
                stores, builder -> builder.cluster(new InMemoryNodeBus(Runnable::run).node(), presences));
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

    private TestEngine node() {
        return new TestEngine(stores, builder -> builder.cluster(bus.node(), presences));
    }
}
