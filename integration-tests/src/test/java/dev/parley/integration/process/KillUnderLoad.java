package dev.parley.integration.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Outcome;
import dev.parley.client.ParleyClient;
import dev.parley.client.transport.JdkWebSocketTransport;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.FrameCodec;
import dev.parley.view.EntryPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Fifty Java clients in ten groups write while the server is killed with -9 and started again, several times in a row.
 * Then: what was acked is in the log once, nothing is there twice, every device was shown the same order without a hole,
 * and each sender's lines stand in the order of sending.
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

    KillUnderLoad(ServerProcess server) throws Exception {
        this.server = server;
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
                talkers.add(new Talker(name, tokens.getOrDefault(name, ""), id, server.webSocket(), transport, codec));
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
        int messages = 0;
        for (int group = 0; group < GROUPS; group++) {
            List<Talker> members = talkers.subList(group * MEMBERS, (group + 1) * MEMBERS);
            List<Entry> log = log(members.get(0));
            assertThat(log.stream().map(Entry::seq)).doesNotHaveDuplicates().isSorted();
            assertThat(log.get(log.size() - 1).seq()).isEqualTo(log.size());
            Set<String> keys = new HashSet<>();
            log.forEach(entry -> assertThat(keys.add(
                            entry.origin().sender() + " " + entry.origin().key()))
                    .as("twice")
                    .isTrue());
            for (Talker talker : members) {
                checkSends(talker, log);
                checkShown(talker, log);
            }
            messages += log.size() - 1;
        }
        return messages + " messages of " + talkers.size() + " clients, " + kills
                + " kills: none lost, none twice, one order";
    }

    private static void checkSends(Talker talker, List<Entry> log) {
        assertThat(talker.outcomes()).as(talker.name()).allMatch(Outcome.Acked.class::isInstance);
        Map<Long, String> keyBySeq = new HashMap<>();
        log.forEach(entry -> keyBySeq.put(entry.seq(), entry.origin().key()));
        List<String> keys = talker.keys();
        List<Outcome> outcomes = talker.outcomes();
        for (int i = 0; i < keys.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Acked acked) {
                assertThat(keyBySeq.get(acked.ack().seq())).as("acked").isEqualTo(keys.get(i));
            }
        }
        assertThat(log.stream()
                        .filter(entry -> entry.origin().sender().value().equals(talker.name()))
                        .filter(entry -> entry.body() instanceof EntryBody.Posted)
                        .map(entry -> entry.origin().key()))
                .as("order of %s", talker.name())
                .isEqualTo(keys);
    }

    /** What a device was shown since it last had to start over is the end of the log, without hole or repetition. */
    private static void checkShown(Talker talker, List<Entry> log) {
        long head = log.get(log.size() - 1).seq();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !talker.shown().isEmpty()
                        && talker.shown().get(talker.shown().size() - 1).seq() == head);
        List<Long> seqs = talker.shown().stream().map(EntryPage.Item::seq).toList();
        for (int i = 1; i < seqs.size(); i++) {
            assertThat(seqs.get(i)).as("shown to %s", talker.name()).isEqualTo(seqs.get(i - 1) + 1);
        }
        for (EntryPage.Item item : talker.shown()) {
            Entry stored = log.get((int) item.seq() - 1);
            if (item instanceof EntryPage.Said said) {
                assertThat(said.message().posted().id()).isEqualTo(stored.id());
            }
        }
    }

    private List<Entry> log(Talker reader) throws Exception {
        List<Entry> log = new ArrayList<>();
        long after = 0;
        boolean more = true;
        while (more) {
            Command.History query = new Command.History(reader.group(), null, after, null, 200);
            EntryPage page = reader.client()
                    .messages()
                    .history(query)
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            for (EntryPage.Item item : page.items()) {
                log.add(
                        item instanceof EntryPage.Said said
                                ? said.message().posted()
                                : ((EntryPage.Happened) item).entry());
            }
            after = log.get(log.size() - 1).seq();
            more = page.after();
        }
        return log;
    }

    @Override
    public void close() {
        pace.shutdownNow();
        talkers.forEach(Talker::close);
        transport.close();
    }
}
