package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations with more members than anybody goes through, on two nodes. */
class ChannelTest {

    private static final int MORE_THAN_KEPT = 1_200;

    private final Stores stores = InMemoryStores.create();
    private final InMemoryNodeBus bus = new InMemoryNodeBus(Runnable::run);
    private final InMemorySessionDirectory directory = new InMemorySessionDirectory(InstantSource.system());
    private final TestEngine one = node();
    private final TestEngine two = node();

    @BeforeEach
    void nodesKnowEachOther() {
        one.timersFire();
        two.timersFire();
    }

    @AfterEach
    void nothingFailedInTheBackground() {
        assertThat(one.failures).isEmpty();
        assertThat(two.failures).isEmpty();
    }

    @Test
    void whoSyncedHearsOfItsMessagesOnBothNodes() {
        ConversationId news = channel(MORE_THAN_KEPT);
        TestClient here = synced(one, "m7");
        TestClient there = synced(two, "m1100");
        TestClient stranger = synced(one, "stranger");

        long seq = one.send("ada", news, "hear").seq();

        assertThat(hints(here, news)).containsExactly(seq);
        assertThat(hints(there, news)).containsExactly(seq);
        assertThat(hints(stranger, news)).isEmpty();
    }

    @Test
    void whoJoinsLaterHearsFromThenOn() {
        ConversationId news = channel(MORE_THAN_KEPT);
        TestClient late = synced(two, "late");
        one.send("ada", news, "before");
        assertThat(hints(late, news)).isEmpty();

        add(news, "late");
        long seq = one.send("ada", news, "after").seq();

        assertThat(hints(late, news)).endsWith(seq);
    }

    @Test
    void whoIsRemovedHearsNothingLater() {
        ConversationId news = channel(MORE_THAN_KEPT);
        TestClient gone = synced(two, "m7");
        long removal = get(one.chat
                        .conversations()
                        .removeMember(user("ada"), new Command.RemoveMember(news, one.key(), new UserId("m7"))))
                .seq();
        one.send("ada", news, "secret");

        assertThat(hints(gone, news)).allMatch(seq -> seq <= removal);
    }

    @Test
    void aGroupThatGrowsOutOfEverySizeLosesNobodyOnTheWay() {
        ConversationId news = channel(50);
        TestClient first = synced(one, "m7");
        TestClient other = synced(two, "m8");
        for (int size = 50; size < MORE_THAN_KEPT; size += 450) {
            addMany(news, size, 450);
        }
        long seq = two.send("ada", news, "grown").seq();

        assertThat(hints(first, news)).endsWith(seq);
        assertThat(hints(other, news)).endsWith(seq);
    }

    @Test
    void onlySoManyAreAddedAtOnce() {
        ConversationId news = channel(2);
        List<MemberSpec> many = IntStream.rangeClosed(0, 500)
                .mapToObj(i -> new MemberSpec(new UserId("x" + i), Role.MEMBER))
                .toList();
        assertThat(codeOf(one.chat.conversations().addMembers(user("ada"), new Command.AddMembers(news, "k", many))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    private TestEngine node() {
        return new TestEngine(stores, builder -> builder.cluster(bus, directory));
    }

    private ConversationId channel(int members) {
        ConversationId news = get(one.chat
                        .conversations()
                        .create(
                                user("ada"),
                                new Command.Create(
                                        one.key(), ConversationKind.CHANNEL, "News", HistoryPolicy.FULL, List.of())))
                .conversation()
                .id();
        for (int i = 0; i < members; i += 400) {
            addMany(news, i, Math.min(400, members - i));
        }
        return news;
    }

    private void addMany(ConversationId news, int from, int count) {
        List<MemberSpec> members = IntStream.range(from, from + count)
                .mapToObj(i -> new MemberSpec(new UserId("m" + i), Role.MEMBER))
                .toList();
        get(one.chat.conversations().addMembers(user("ada"), new Command.AddMembers(news, one.key(), members)));
    }

    private void add(ConversationId news, String name) {
        get(one.chat
                .conversations()
                .addMembers(
                        user("ada"),
                        new Command.AddMembers(
                                news, one.key(), List.of(new MemberSpec(new UserId(name), Role.MEMBER)))));
    }

    private static TestClient synced(TestEngine engine, String name) {
        TestClient client = TestClient.join(engine, name, "phone");
        client.send(2, new Command.Sync(Map.of(), 50, 50));
        return client;
    }

    private static List<Long> hints(TestClient client, ConversationId news) {
        return client.events().stream()
                .filter(Event.Hint.class::isInstance)
                .map(Event.Hint.class::cast)
                .filter(hint -> hint.conversation().equals(news))
                .map(Event.Hint::head)
                .toList();
    }
}
