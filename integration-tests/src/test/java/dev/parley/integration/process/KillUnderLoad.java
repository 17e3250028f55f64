package dev.parley.integration.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ParleyClient;
import dev.parley.client.transport.JdkWebSocketTransport;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.FrameCodec;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.ParleyEntries;
import dev.parley.testkit.history.check.HistoryChecker;
import dev.parley.testkit.history.check.HistoryReport;
import dev.parley.testkit.history.file.HistoryFile;
import dev.parley.testkit.history.file.HistoryReader;
import dev.parley.view.EntryPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Fifty Java clients in ten groups write while the server is killed with -9 and started again, several times in a row.
 * All of them record what they are told and shown, and the history checker judges it.
 */
final class KillUnderLoad implements AutoCloseable {

    private static final int GROUPS = 10;
    private static final int MEMBERS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final ServerProcess server;
    private final JdkWebSocketTransport transport = JdkWebSocketTransport.create();
    private final List<Talker> talkers = new ArrayList<>();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final Random random = new Random();
    private final Path path;
    private final HistoryFile file;
    private final HistoryRecorder history;

    KillUnderLoad(ServerProcess server) throws Exception {
        this.server = server;
        path = server.folder().resolve("history.jsonl");
        file = HistoryFile.append(path);
        history = HistoryRecorder.to(file);
        for (int group = 0; group < GROUPS; group++) {
            Map<String, String> tokens = new HashMap<>();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                String name = "user" + (group * MEMBERS + i);
                names.add(name);
                tokens.put(name, server.token(name));
            }
            ConversationId id = makeGroup(names, tokens.getOrDefault(names.get(0), ""));
            for (String name : names) {
                FrameCodec codec = talkers.size() % 2 == 0 ? FrameCodec.JSON : FrameCodec.CBOR;
                talkers.add(new Talker(
                        new Client(name, "laptop"),
                        tokens.getOrDefault(name, ""),
                        id,
                        server.webSocket(),
                        transport,
                        codec,
                        history));
            }
        }
    }

    private ConversationId makeGroup(List<String> names, String token) throws Exception {
        try (ParleyClient owner = ParleyClient.builder()
                .uri(server.webSocket())
                .transport(transport)
                .token(() -> CompletableFuture.completedFuture(token))
                .build()) {
            owner.start();
            List<MemberSpec> others = names.stream()
                    .skip(1)
                    .map(name -> new MemberSpec(new UserId(name), Role.MEMBER))
                    .toList();
            return owner.conversations()
                    .create(ConversationKind.GROUP, "Group of " + names.get(0), HistoryPolicy.FULL, others)
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .conversation()
                    .id();
        }
    }

    /** Writes and kills; returns a line of figures when everything held. */
    String run(int kills) throws Exception {
        Future<?> talking = pace.scheduleAtFixedRate(this::talk, 0, 10, TimeUnit.MILLISECONDS);
        for (int i = 0; i < kills; i++) {
            TimeUnit.MILLISECONDS.sleep(700 + random.nextInt(1500));
            history.fault("kill -9", "server", true);
            server.kill();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
            server.start();
            awaitProgress();
        }
        assertThat(talking.isDone()).as("the load went on").isFalse();
        pace.shutdown();
        assertThat(pace.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> talkers.stream().allMatch(Talker::settled));
        return check(kills);
    }

    private int turn;

    private void talk() {
        talkers.get(turn++ % talkers.size()).talk();
    }

    /** Somebody's send is acked by the new process: the load is on again. */
    private void awaitProgress() {
        long acked = acked();
        Awaitility.await().atMost(PATIENCE).until(() -> acked() > acked);
    }

    private long acked() {
        return talkers.stream()
                                .mapToLong(talker ->
                                        talker.client().messages().unsent().size())
                                .sum()
                        * -1L
                + turn;
    }

    private String check(int kills) throws Exception {
        for (int group = 0; group < GROUPS; group++) {
            List<Talker> members = talkers.subList(group * MEMBERS, (group + 1) * MEMBERS);
            long head = recordLog(members.get(0));
            for (Talker talker : members) {
                Awaitility.await().atMost(PATIENCE).until(() -> talker.shown() >= head);
                talker.caughtUp(head);
            }
        }
        file.close();
        HistoryChecker checker = new HistoryChecker();
        HistoryReader.of(List.of(path)).read(checker);
        HistoryReport report = checker.finish();
        assertThat(report.passed()).as("%s: %s", path, report.describe()).isTrue();
        // Each client goes on until it knows, and nothing that is written here may be refused.
        assertThat(report.tally().refused()).isZero();
        assertThat(report.tally().unknown()).isZero();
        assertThat(report.tally().acked()).isEqualTo(turn);
        assertThat(report.tally().faults()).isEqualTo(kills);
        return report.tally() + ", all good";
    }

    /** Reads a group's whole log into the history; returns its head. */
    private long recordLog(Talker reader) throws Exception {
        long after = 0;
        EntryPage page;
        do {
            Command.History query = new Command.History(reader.group(), null, after, null, 200);
            page = reader.client()
                    .messages()
                    .history(query)
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            history.finalPage(
                    reader.group().value(),
                    page.head(),
                    page.items().stream()
                            .map(item -> ParleyEntries.entry(item).orElseThrow())
                            .toList());
            after = page.items().get(page.items().size() - 1).seq();
        } while (page.after());
        return after;
    }

    @Override
    public void close() {
        pace.shutdownNow();
        talkers.forEach(Talker::close);
        transport.close();
        file.close();
    }
}
