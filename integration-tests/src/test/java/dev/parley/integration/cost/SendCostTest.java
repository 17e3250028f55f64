package dev.parley.integration.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.integration.authorisation.CountedStores;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.testkit.runtime.FakeRuntime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A message asks stores, directory and bus the same, whether a channel has two thousand members or any number more; with
 * {@code -Dparley.members=1000000} a million.
 */
class SendCostTest {

    private static final int NODES = 3;
    private static final int AT_ONCE = 500;
    private static final Actor ADA = Actor.user("ada");

    /** Three nodes that share everything, and count what they ask for. */
    private static final class World {

        private final FakeRuntime runtime = new FakeRuntime(1);
        private final CountedStores stores = new CountedStores();
        private final List<String> calls = new ArrayList<>();
        private final List<Chat> nodes = new ArrayList<>();
        private final ConversationId news;
        private int keys;

        World(int members) {
            this(members, true);
        }

        /** On stores that move inbox rows with what is appended, or leave that to a step of its own, as Cassandra does. */
        World(int members, boolean movesRows) {
            var moving = stores.stores();
            var shared = movesRows ? moving : moving.with(withoutRows(moving.logs()));
            NodeBus bus = counted(NodeBus.class, new InMemoryNodeBus(runtime.executor()));
            SessionDirectory directory = counted(SessionDirectory.class, new InMemorySessionDirectory(runtime.clock()));
            for (int i = 0; i < NODES; i++) {
                nodes.add(Chat.builder(shared, runtime.runtime())
                        .cluster(bus, directory)
                        .accessPolicy(AccessPolicy.allowAll())
                        .authenticator(credentials -> CompletableFuture.completedStage(
                                new Authenticator.Identity(new UserId(credentials.token()), null)))
                        .failures((where, failure) -> {
                            throw new AssertionError(where, failure);
                        })
                        .options(ChatOptions.DEFAULT)
                        .build());
            }
            runtime.advance(Duration.ofSeconds(10));
            news = done(nodes.get(0)
                            .conversations()
                            .create(
                                    ADA,
                                    new Command.Create(
                                            key(), ConversationKind.CHANNEL, "News", HistoryPolicy.FULL, List.of())))
                    .conversation()
                    .id();
            for (int i = 1; i < members; i += AT_ONCE) {
                List<MemberSpec> some = IntStream.range(i, Math.min(members, i + AT_ONCE))
                        .mapToObj(number -> new MemberSpec(new UserId("m" + number), Role.MEMBER))
                        .toList();
                done(nodes.get(0).conversations().addMembers(ADA, new Command.AddMembers(news, key(), some)));
            }
        }

        /** What one message asks for, on the way to its ack and to the other nodes, when those know the channel. */
        Map<String, Long> send() {
            say();
            stores.taken();
            calls.clear();
            say();
            calls.addAll(stores.taken());
            return calls.stream().collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()));
        }

        /** A group with somebody connected to each node and others to none, and how often a message of its first member moves rows. */
        Map<String, Long> sendToGroup(List<MemberSpec> offline) {
            List<MemberSpec> others = new ArrayList<>(offline);
            for (String name : List.of("bob", "cyd")) {
                others.add(new MemberSpec(new UserId(name), Role.MEMBER));
            }
            ConversationId group = done(nodes.get(0)
                            .conversations()
                            .create(
                                    ADA,
                                    new Command.Create(
                                            key(), ConversationKind.GROUP, "Trip", HistoryPolicy.FULL, others)))
                    .conversation()
                    .id();
            List<Present> present = new ArrayList<>();
            for (String name : List.of("ada", "bob", "cyd")) {
                present.add(new Present(
                        runtime.executor(),
                        nodes.get(present.size()).sessions(),
                        name,
                        runtime.clock().instant().toEpochMilli()));
                runtime.runAll();
                present.get(present.size() - 1).sync();
                runtime.advance(Duration.ofSeconds(1));
            }
            done(nodes.get(0).messages().send(ADA, group, key(), MessageBody.text("hello")));
            stores.taken();
            calls.clear();
            done(nodes.get(0).messages().send(ADA, group, key(), MessageBody.text("again")));
            calls.addAll(stores.taken());
            assertThat(present).extracting(Present::shown).containsOnly(2);
            return calls.stream().collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()));
        }

        private void say() {
            done(nodes.get(0).messages().send(ADA, news, key(), MessageBody.text("hello")));
        }

        private String key() {
            return "key" + keys++;
        }

        private <T> T done(CompletionStage<T> stage) {
            runtime.runAll();
            return stage.toCompletableFuture().join();
        }

        private static LogStore withoutRows(LogStore logs) {
            return (LogStore) Proxy.newProxyInstance(
                    LogStore.class.getClassLoader(),
                    new Class<?>[] {LogStore.class},
                    (self, method, of) -> method.getName().equals("movesRows") ? false : method.invoke(logs, of));
        }

        private <S> S counted(Class<S> type, S real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, of) -> {
                        calls.add(type.getSimpleName() + "." + method.getName());
                        try {
                            return method.invoke(real, of);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    @Test
    void aChannelOfAnySizeCostsWhatOneOfTwoThousandDoes() {
        Map<String, Long> some = new World(2_000).send();
        assertThat(new World(Integer.getInteger("parley.members", 20_000)).send())
                .isEqualTo(some);
        assertThat(some).containsEntry("LogStore.append", 1L).containsEntry("NodeBus.send", NODES - 1L);
        assertThat(some).doesNotContainKeys("InboxStore.bump", "SessionDirectory.find");
    }

    /** Whose members are not in memory, of that the store is asked whether the sender is one. */
    @Test
    void oneOfAThousandCostsOneReadLess() {
        Map<String, Long> thousand = new World(1_000).send();
        thousand.put("ConversationStore.memberships", 1L);
        assertThat(new World(2_000).send()).isEqualTo(thousand);
    }

    /** The node that appended a message writes the inbox rows; the others that show it write none. */
    @Test
    void theRowsOfAMessageAreWrittenOnce() {
        Map<String, Long> sent = new World(1, false).sendToGroup(List.of());
        assertThat(sent).containsEntry("LogStore.append", 1L).containsEntry("InboxStore.bump", 1L);
        assertThat(sent).containsEntry("NodeBus.send", NODES - 1L);
    }

    /** Each node knows who is on the others, so that whoever is on none costs nothing. */
    @Test
    void membersWhoAreOfflineAreAskedForNowhere() {
        World world = new World(1);
        List<MemberSpec> many = IntStream.range(0, 70)
                .mapToObj(number -> new MemberSpec(new UserId("offline" + number), Role.MEMBER))
                .toList();
        Map<String, Long> sent = world.sendToGroup(many);
        assertThat(sent).containsEntry("NodeBus.send", NODES - 1L).doesNotContainKey("SessionDirectory.find");
    }
}
