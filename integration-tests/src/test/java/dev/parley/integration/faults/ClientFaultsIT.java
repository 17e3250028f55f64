package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Outcome;
import dev.parley.client.ParleyClient;
import dev.parley.client.store.ClientStore;
import dev.parley.client.store.FileClientStore;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.client.transport.JdkWebSocketTransport;
import dev.parley.integration.faults.clients.Damage;
import dev.parley.integration.faults.clients.OutboxWriter;
import dev.parley.integration.faults.clients.Revived;
import dev.parley.integration.process.ServerProcess;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.testkit.proxy.FaultProxy;
import dev.parley.view.EntryPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What goes wrong with a client's process and its files. */
class ClientFaultsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> FILES = List.of("cache.log", "outbox.log");

    private final long seed = Long.getLong("parley.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void whatAKilledClientAcceptedArrivesOnceAndInOrder() throws Exception {
        int kills = Matrix.size(4, 30);
        try (ServerProcess server = ServerProcess.start("client-kill", FaultServer.LAUNCH);
                FaultProxy proxy = FaultProxy.to(server.socket());
                ParleyClient reader = client(server.webSocket(), "reader", new InMemoryClientStore())) {
            ConversationId group = group(reader, OutboxWriter.USER);
            URI address = URI.create("ws://localhost:" + proxy.port() + "/v1/connect");
            Path folder = server.folder().resolve("client");
            List<String> accepted = new ArrayList<>();
            int full = 0;
            for (int i = 0; i < kills; i++) {
                boolean unreachable = i % 2 == 0;
                proxy.refuse(unreachable);
                Path output = server.folder().resolve("client-" + i + ".out");
                // With the first one the outbox fills up; later ones die anywhere.
                int enough = i == 0 ? Integer.MAX_VALUE : random.nextInt(OutboxWriter.OUTBOX);
                Process client = OutboxWriter.start(address, folder, group, 1 + i * 1_000_000, output);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1 + random.nextInt(20)))
                        .until(() -> {
                            assertThat(client.isAlive())
                                    .as("see %s.err", output)
                                    .isTrue();
                            List<String> said = OutboxWriter.said(output);
                            return said.size() > enough || (unreachable && said.contains(OutboxWriter.FULL));
                        });
                client.destroyForcibly().waitFor();
                List<String> said = OutboxWriter.said(output);
                full += said.contains(OutboxWriter.FULL) ? 1 : 0;
                said.stream().filter(key -> !key.equals(OutboxWriter.FULL)).forEach(accepted::add);
            }
            proxy.refuse(false);
            long start = System.nanoTime();
            Path output = server.folder().resolve("client-last.out");
            Process last = OutboxWriter.start(address, folder, group, 0, output);
            assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
            Duration drained = Duration.ofNanos(System.nanoTime() - start);
            assertThat(OutboxWriter.said(output)).containsExactly(OutboxWriter.DRAINED);
            List<Entry> log = written(reader, group);
            List<String> keys = log.stream().map(entry -> entry.origin().key()).toList();
            assertThat(keys).doesNotHaveDuplicates();
            assertThat(keys.stream().filter(accepted::contains).toList()).isEqualTo(accepted);
            assertThat(log.stream().map(ClientFaultsIT::line).toList())
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(full).isPositive();
            Matrix.measured(
                    "client-kill",
                    kills + " kills, outbox full in " + full + "; " + accepted.size() + " accepted, " + log.size()
                            + " in the log, each once and in order; the last life sent the rest and ended after "
                            + drained.toMillis() + " ms (seed " + seed + ")");
        }
    }

    private static int line(Entry entry) {
        MessageBody body = ((EntryBody.Posted) entry.body()).body();
        return Integer.parseInt(body.content().text().substring("line ".length()));
    }

    private static List<Entry> written(ParleyClient reader, ConversationId group) throws Exception {
        List<Entry> written = new ArrayList<>();
        long after = 1;
        EntryPage page;
        do {
            page = get(reader.messages().history(new Command.History(group, null, after, null, 200)));
            for (EntryPage.Item item : page.items()) {
                written.add(((EntryPage.Said) item).message().posted());
                after = item.seq();
            }
        } while (page.after());
        return written;
    }

    @Test
    void damagedFilesOfAClientAreReadAgainWithoutAHoleOrADouble() throws Exception {
        int cases = Matrix.size(60, 1_000);
        try (ServerProcess server = ServerProcess.start("client-files", FaultServer.LAUNCH);
                JdkWebSocketTransport transport = JdkWebSocketTransport.create();
                ParleyClient writer = client(server.webSocket(), "writer", new InMemoryClientStore())) {
            List<ConversationId> groups = List.of(group(writer, "reader"), group(writer, "reader"));
            Path whole = server.folder().resolve("whole");
            for (int life = 0; life < 2; life++) {
                fill(writer, groups);
                try (Revived reader = revive(server, transport, whole, groups)) {
                    reader.catchUp(heads(writer, groups));
                    fill(writer, groups);
                    reader.catchUp(heads(writer, groups));
                }
            }
            // Some was not sent before it ended, and some will be missed.
            try (ParleyClient offline = Revived.builder(server.webSocket(), transport, FileClientStore.in(whole))
                    .build()) {
                for (int i = 0; i < 5; i++) {
                    get(offline.messages()
                            .send(groups.get(0), MessageBody.text("unsent " + i))
                            .accepted());
                }
            }
            fill(writer, groups);
            Map<ConversationId, Map<Long, Object>> truth;
            try (Revived intact = revive(server, transport, copy(whole, server), groups)) {
                intact.catchUp(heads(writer, groups));
            }
            Map<ConversationId, Long> heads = heads(writer, groups);
            try (Revived fresh = new Revived(server.webSocket(), transport, new InMemoryClientStore(), groups)) {
                fresh.catchUp(heads);
                fresh.readAll();
                truth = fresh.held();
            }
            Tally tally = new Tally();
            for (int i = 0; i < cases; i++) {
                Path folder = copy(whole, server);
                Damage damage = Damage.any(random, folder.resolve(FILES.get(i % 3 == 2 ? 1 : 0)));
                damage.strike();
                try {
                    for (int life = 0; life < 2; life++) {
                        try (Revived reader = revive(server, transport, folder, groups)) {
                            reader.holdsOnly(truth);
                            reader.catchUp(heads);
                            reader.holdsOnly(truth);
                            tally.shown += reader.shown();
                            tally.resets += reader.resets();
                        }
                    }
                } catch (UncheckedIOException e) {
                    assertThat(damage.mayRefuse()).as("%s: %s", damage, e).isTrue();
                    tally.refused++;
                } catch (Exception | AssertionError e) {
                    throw new AssertionError(damage + ", seed " + seed, e);
                }
            }
            Matrix.measured(
                    "client-files",
                    cases + " damaged journals, each opened twice: " + tally.shown
                            + " entries shown, none twice or after"
                            + " a hole, " + tally.resets + " timelines begun anew, " + tally.refused
                            + " damaged outboxes refused (seed " + seed + ")");
        }
    }

    private static final class Tally {
        private int shown;
        private int resets;
        private int refused;
    }

    private static Revived revive(
            ServerProcess server, JdkWebSocketTransport transport, Path folder, List<ConversationId> groups) {
        return new Revived(server.webSocket(), transport, FileClientStore.in(folder), groups);
    }

    private static Path copy(Path whole, ServerProcess server) throws IOException {
        Path folder = Files.createTempDirectory(server.folder(), "damaged");
        for (String file : FILES) {
            Files.copy(whole.resolve(file), folder.resolve(file));
        }
        return folder;
    }

    private static void fill(ParleyClient writer, List<ConversationId> groups) throws Exception {
        for (ConversationId group : groups) {
            long first = 0;
            for (int i = 0; i < 12; i++) {
                Outcome outcome = get(writer.messages()
                        .send(group, MessageBody.text("line " + i))
                        .outcome());
                first = first > 0 ? first : ((Outcome.Acked) outcome).ack().seq();
            }
            get(writer.messages().edit(group, first, MessageBody.text("edited")).outcome());
            get(writer.messages().delete(group, first + 1).outcome());
            get(writer.messages().react(group, first + 2, "+1", true).outcome());
        }
    }

    private static Map<ConversationId, Long> heads(ParleyClient client, List<ConversationId> groups) throws Exception {
        Map<ConversationId, Long> heads = new HashMap<>();
        for (ConversationId group : groups) {
            heads.put(
                    group,
                    get(client.messages().history(new Command.History(group, null, null, null, 1)))
                            .head());
        }
        return heads;
    }

    private static ParleyClient client(URI server, String user, ClientStore store) {
        ParleyClient client = ParleyClient.builder()
                .uri(server)
                .token(() -> CompletableFuture.completedFuture(user))
                .store(store)
                .build();
        client.start();
        return client;
    }

    private static ConversationId group(ParleyClient owner, String other) throws Exception {
        return get(owner.conversations()
                        .create(
                                ConversationKind.GROUP,
                                "Group",
                                HistoryPolicy.FULL,
                                List.of(new MemberSpec(new UserId(other), Role.MEMBER))))
                .conversation()
                .id();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
