package dev.parley.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.ClientListener;
import dev.parley.client.ConnectionState;
import dev.parley.client.Outcome;
import dev.parley.client.ParleyClient;
import dev.parley.client.Sending;
import dev.parley.core.Chat;
import dev.parley.core.NodeOptions;
import dev.parley.core.Stores;
import dev.parley.core.discovery.InMemoryNodeDirectory;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.runtime.SystemRuntime;
import dev.parley.core.spi.discovery.NodeDirectory;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.transport.websocket.ChatServer;
import dev.parley.view.EntryPage;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes of which one drains while clients write. */
@Timeout(300)
class DrainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PEOPLE = 6;
    private static final NodeOptions OPTIONS =
            NodeOptions.DEFAULT.withTimes(Duration.ofMillis(200), Duration.ofSeconds(5));

    /** One node on what all share. */
    private final class Node implements AutoCloseable {

        private final Chat chat;
        private final ChatServer server;

        Node() {
            chat = Chat.builder(stores, runtime.runtime())
                    .authenticator(who -> CompletableFuture.completedFuture(
                            new Authenticator.Identity(new UserId(who.token()), null)))
                    .accessPolicy(AccessPolicy.allowAll())
                    .cluster(bus, presences)
                    .discovery(directory, OPTIONS)
                    .build();
            server = ChatServer.builder(chat).host("127.0.0.1").port(0).start();
            chat.nodes()
                    .announce(URI.create("ws://127.0.0.1:" + server.port() + "/v1/connect"), api())
                    .toCompletableFuture()
                    .join();
        }

        URI api() {
            return URI.create("http://127.0.0.1:" + server.port());
        }

        int sessions() {
            return chat.sessions().count();
        }

        @Override
        public void close() {
            chat.close();
            server.close();
        }
    }

    /** A client that finds its node. */
    private static final class Writer implements ClientListener, AutoCloseable {

        private final ParleyClient client;
        private final List<Sending> sent = new ArrayList<>();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private final List<ConnectionState.Phase> phases = new CopyOnWriteArrayList<>();

        Writer(String name, URI... servers) {
            client = ParleyClient.builder()
                    .servers(servers)
                    .token(() -> CompletableFuture.completedFuture(name))
                    .listener(this)
                    .onFailure(failures::add)
                    .build();
            client.start();
        }

        @Override
        public void connectionChanged(ConnectionState state) {
            phases.add(state.phase());
        }

        boolean live() {
            return client.state().phase() == ConnectionState.Phase.LIVE;
        }

        void write(ConversationId group, String text) {
            sent.add(client.messages().send(group, MessageBody.text(text)));
        }

        List<String> texts(ConversationId group) {
            return client.messages().timeline(group).items().stream()
                    .filter(EntryPage.Said.class::isInstance)
                    .map(item ->
                            ((EntryPage.Said) item).message().body().content().text())
                    .toList();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private final Stores stores = InMemoryStores.create();
    private final SystemRuntime runtime = SystemRuntime.start();
    private final InMemoryNodeBus bus = new InMemoryNodeBus(runtime.runtime().executor());
    private final InMemorySessionDirectory presences = new InMemorySessionDirectory(InstantSource.system());
    private final NodeDirectory directory = new InMemoryNodeDirectory(InstantSource.system());
    private final Node one = new Node();
    private final Node two = new Node();
    private final List<Writer> people = new ArrayList<>();

    @AfterEach
    void stop() {
        people.forEach(Writer::close);
        one.close();
        two.close();
        runtime.close();
    }

    @Test
    void nothingAckedIsLostAndAllEndUpOnTheOtherNode() {
        // Each knows one server only, and finds both nodes.
        IntStream.range(0, PEOPLE)
                .mapToObj(i -> new Writer("user" + i, (i % 2 == 0 ? one : two).api()))
                .forEach(people::add);
        await().atMost(PATIENCE).until(() -> people.stream().allMatch(Writer::live));
        ConversationId group = people.get(0)
                .client
                .conversations()
                .create(
                        ConversationKind.GROUP,
                        "Trip",
                        HistoryPolicy.FULL,
                        IntStream.range(1, PEOPLE)
                                .mapToObj(i -> new MemberSpec(new UserId("user" + i), Role.MEMBER))
                                .toList())
                .toCompletableFuture()
                .join()
                .conversation()
                .id();
        Node leaving = one.sessions() > 0 ? one : two;
        Node staying = leaving == one ? two : one;
        int moved = leaving.sessions();
        assertThat(moved).isPositive();

        CompletableFuture<Void> closed = new CompletableFuture<>();
        for (int round = 0; round < 40; round++) {
            if (round == 10) {
                leaving.chat.close(Duration.ofSeconds(5)).thenRun(() -> closed.complete(null));
            }
            for (int i = 0; i < PEOPLE; i++) {
                people.get(i).write(group, i + "/" + round);
            }
            Sending last = people.get(round % PEOPLE).sent.get(round);
            await().atMost(PATIENCE)
                    .until(() -> last.outcome().toCompletableFuture().isDone());
        }

        await().atMost(PATIENCE).until(() -> closed.isDone() && staying.sessions() == PEOPLE);
        for (Writer writer : people) {
            for (Sending sending : writer.sent) {
                assertThat(sending.outcome().toCompletableFuture().join()).isInstanceOf(Outcome.Acked.class);
            }
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> first = people.get(0).texts(group);
            assertThat(first).hasSize(PEOPLE * 40).doesNotHaveDuplicates();
            people.forEach(writer -> assertThat(writer.texts(group)).isEqualTo(first));
        });
        assertThat(people.stream().filter(writer -> writer.phases.contains(ConnectionState.Phase.WAITING)))
                .hasSize(moved);
        people.forEach(writer -> assertThat(writer.failures).isEmpty());
    }
}
