package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ClientOptions;
import dev.parley.client.ParleyClient;
import dev.parley.client.ParleyClientBuilder;
import dev.parley.client.transport.JdkWebSocketTransport;
import dev.parley.integration.process.ServerProcess;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.ParleyEntries;
import dev.parley.testkit.history.check.HistoryChecker;
import dev.parley.testkit.history.check.HistoryReport;
import dev.parley.testkit.history.file.HistoryFile;
import dev.parley.testkit.history.file.HistoryReader;
import dev.parley.view.EntryPage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Fifty Java clients in ten groups write, mostly a hundred messages a second, while something goes wrong. All of them record what
 * they are told and shown, and in the end the history checker judges it.
 */
final class Load implements AutoCloseable {

    /** How a user proves who they are. */
    @FunctionalInterface
    interface Tokens {
        String of(String user) throws Exception;
    }

    /** Who shows their name is who they say: what {@link FaultServer} does. */
    static final Tokens NAMES = user -> user;

    private static final int GROUPS = 10;
    private static final int MEMBERS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ClientOptions OPTIONS =
            new ClientOptions("", Duration.ofSeconds(30), Duration.ofSeconds(5), true, 10_000, 500, 50, 50);

    private final JdkWebSocketTransport transport = JdkWebSocketTransport.create();
    private final List<Talker> talkers = new ArrayList<>();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final Path path;
    private final HistoryFile file;
    private final HistoryRecorder history;
    private final Future<?> talking;

    /** Connects all clients to an address that leads to a server, and begins to write. */
    Load(ServerProcess server, URI address, Tokens tokens) throws Exception {
        this(server.folder(), "user", builder -> builder.uri(address), tokens, Duration.ofMillis(10));
    }

    /** Connects all clients as the caller says, and begins to write, a message every so often; the folder keeps the history. */
    Load(Path folder, String user, UnaryOperator<ParleyClientBuilder> connecting, Tokens tokens, Duration every)
            throws Exception {
        path = folder.resolve("history.jsonl");
        file = HistoryFile.append(path);
        history = HistoryRecorder.to(file);
        for (int group = 0; group < GROUPS; group++) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                names.add(user + (group * MEMBERS + i));
            }
            ConversationId id;
            try (ParleyClient owner = client(connecting, tokens.of(names.get(0)))) {
                id = makeGroup(owner, names);
            }
            for (String name : names) {
                String token = tokens.of(name);
                talkers.add(new Talker(
                        new Client(name, "laptop"),
                        id,
                        history,
                        builder -> connecting
                                .apply(builder)
                                .token(() -> CompletableFuture.completedFuture(token))
                                .transport(transport)
                                .options(OPTIONS)));
            }
        }
        talking = pace.scheduleAtFixedRate(this::talk, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private ParleyClient client(UnaryOperator<ParleyClientBuilder> connecting, String token) {
        ParleyClient client = connecting
                .apply(ParleyClient.builder())
                .transport(transport)
                .token(() -> CompletableFuture.completedFuture(token))
                .build();
        client.start();
        return client;
    }

    private static ConversationId makeGroup(ParleyClient owner, List<String> names) throws Exception {
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

    private void talk() {
        talkers.get(written.getAndIncrement() % talkers.size()).talk();
    }

    /** Notes that a fault strikes. */
    void fault(String kind) {
        history.fault(kind, "server", true);
        faults.incrementAndGet();
    }

    /** Waits until somebody's send is acked again; returns how long that took. */
    Duration awaitProgress() {
        long before = acked();
        long start = System.nanoTime();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> acked() > before);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Waits until each client's sends are acked again; returns how long that took. */
    Duration awaitEverybody() {
        List<Integer> before = talkers.stream().map(Talker::acked).toList();
        long start = System.nanoTime();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> IntStream.range(0, talkers.size())
                        .allMatch(i -> talkers.get(i).acked() > before.get(i)));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** How many sends were acked so far, roughly. */
    long acked() {
        return talkers.stream().mapToLong(Talker::acked).sum();
    }

    /** How often its clients lost their connections so far. */
    int disconnections() {
        return talkers.stream().mapToInt(Talker::disconnections).sum();
    }

    /** Stops writing, waits until everything has an outcome and is shown to all, and returns a line of figures. */
    String finish() throws Exception {
        assertThat(talking.isDone()).as("the load went on").isFalse();
        pace.shutdown();
        assertThat(pace.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> talkers.stream().allMatch(Talker::settled));
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
        assertThat(report.tally().acked()).isEqualTo(written.get()).isPositive();
        assertThat(report.tally().faults()).isEqualTo(faults.get());
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
