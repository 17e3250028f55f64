package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.await;
import static dev.parley.store.cassandra.Entries.awaitFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.Stores;
import dev.parley.core.service.InboxDifference;
import dev.parley.core.service.InboxDifference.Kind;
import dev.parley.core.service.Rederivation;
import dev.parley.core.service.RederivationOptions;
import dev.parley.core.service.RederivationReport;
import dev.parley.core.service.RederivationReport.State;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import dev.parley.store.jdbc.JdbcStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inboxes are derived again from logs on a real server, in buckets of two entries. */
class InboxesIT {

    private static final Actor ADA = Actor.user("ada");
    private static final Actor BOB = Actor.user("bob");
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final List<InboxDifference> found = new CopyOnWriteArrayList<>();

    private static CassandraStore open(String keyspace) {
        return CassandraStore.open(
                TestCassandra.session(),
                TestCassandra.keyspace(TestCassandra.session(), keyspace).withBucketEntries(2));
    }

    @Test
    void whatANodeAppendedBeforeItDiedIsRepairedWhileOthersWrite() {
        try (CassandraStore store = open("inboxes");
                TestChat alive = new TestChat(store.stores())) {
            Chat chat = alive.chat();
            List<ConversationId> groups = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                groups.add(group(chat, "group-" + i));
                send(chat, groups.get(i), "hello-" + i);
            }
            List<ConversationId> late = groups.subList(0, 4);
            Map<ConversationId, Long> heads = appendAndDie(store.stores(), late);

            CompletionStage<?> others = writes(chat, groups.subList(4, 9), 0);
            RederivationReport compared =
                    ran(chat, new RederivationOptions(false, 3, Duration.ZERO, SETTLE, Optional.empty()));
            await(others);
            assertThat(compared.conversations()).as("each is named once").isEqualTo(9);
            assertThat(found).hasSize(8).allSatisfy(each -> {
                assertThat(late).contains(each.conversation());
                assertThat(each.kind()).isEqualTo(Kind.TOO_LOW);
                assertThat(each.expected()).isEqualTo(heads.get(each.conversation()));
            });

            RederivationReport repaired =
                    ran(chat, new RederivationOptions(true, 3, Duration.ZERO, SETTLE, Optional.empty()));
            assertThat(repaired.repaired()).isEqualTo(8);
            for (ConversationId group : late) {
                assertThat(await(store.stores().inboxes().rows(BOB.user(), List.of(group)))
                                .values())
                        .extracting(InboxRow::lastSeq)
                        .containsExactly(heads.get(group));
            }
            assertThat(ran(chat, RederivationOptions.REPAIR).differences()).isZero();
        }
    }

    @Test
    void aCursorHoldsForAnotherProcess() {
        String cursor;
        long before;
        try (CassandraStore store = open("inboxes_cursor");
                TestChat engine = new TestChat(store.stores())) {
            for (int i = 0; i < 6; i++) {
                group(engine.chat(), "group-" + i);
            }
            Rederivation job = engine.chat()
                    .inboxes()
                    .rederive(RederivationOptions.COMPARE.paced(1, Duration.ofMillis(200)), found::add);
            while (job.soFar().conversations() < 2) {
                await(store.stores().logs().check());
            }
            job.cancel();
            RederivationReport report = await(job.finished());
            assertThat(report.state()).isEqualTo(State.CANCELLED);
            cursor = report.cursor().orElseThrow();
            before = report.conversations();
        }
        try (CassandraStore store = open("inboxes_cursor");
                TestChat engine = new TestChat(store.stores())) {
            RederivationReport rest = ran(engine.chat(), RederivationOptions.COMPARE.from(cursor));
            assertThat(before + rest.conversations()).isEqualTo(6);
            assertThat(awaitFailure(engine.chat()
                                    .inboxes()
                                    .rederive(RederivationOptions.COMPARE.from(cursor + "00"), found::add)
                                    .finished())
                            .code())
                    .isEqualTo(ErrorCode.INVALID_CURSOR);
        }
    }

    /** Logs on Cassandra, and a host's database whose inboxes are gone. */
    @Test
    void inboxesOfAnotherDatabaseAreMadeAnew(@TempDir Path folder) {
        try (CassandraStore store = open("inboxes_mixed");
                JdbcStore host = JdbcStore.h2(folder.resolve("host"));
                JdbcStore empty = JdbcStore.h2(folder.resolve("empty"))) {
            Stores mixed = host.stores().with(store.stores().logs());
            List<ConversationId> before;
            try (TestChat engine = new TestChat(mixed)) {
                ConversationId group = group(engine.chat(), "trip");
                await(engine.chat().messages().sendTo(ADA, BOB.user(), "direct", MessageBody.text("psst")));
                send(engine.chat(), group, "hello");
                before = inbox(engine.chat());
            }
            try (TestChat engine = new TestChat(mixed.with(empty.stores().inboxes()))) {
                assertThat(inbox(engine.chat())).isEmpty();
                RederivationReport report = ran(engine.chat(), RederivationOptions.REPAIR);
                assertThat(report.found()).containsEntry(Kind.MISSING, 4L);
                assertThat(inbox(engine.chat())).isEqualTo(before).hasSize(2);
            }
        }
    }

    /** A node whose writes to inboxes never arrive, and which is gone then; the ends of the logs afterwards. */
    private static Map<ConversationId, Long> appendAndDie(Stores stores, List<ConversationId> groups) {
        InboxStore hanging = (InboxStore) Proxy.newProxyInstance(
                InboxStore.class.getClassLoader(),
                new Class<?>[] {InboxStore.class},
                (self, method, arguments) -> method.getName().equals("bump")
                        ? new CompletableFuture<Void>()
                        : method.invoke(stores.inboxes(), arguments));
        Map<ConversationId, Long> heads = new HashMap<>();
        try (TestChat dying = new TestChat(stores.with(hanging))) {
            for (ConversationId group : groups) {
                long before = head(stores, group);
                CompletionStage<Result.Ack> unanswered =
                        dying.chat().messages().send(ADA, group, "last words", MessageBody.text("last words"));
                while (head(stores, group) == before) {
                    assertThat(unanswered.toCompletableFuture()).isNotDone();
                }
                heads.put(group, before + 1);
            }
        }
        return heads;
    }

    private static long head(Stores stores, ConversationId group) {
        return await(stores.logs().heads(List.of(group)))
                .getOrDefault(group, LogHead.EMPTY)
                .head();
    }

    private static CompletionStage<?> writes(Chat chat, List<ConversationId> groups, int number) {
        CompletableFuture<?>[] sends = groups.stream()
                .map(group -> chat.messages()
                        .send(BOB, group, "k" + number, MessageBody.text("m" + number))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> all = CompletableFuture.allOf(sends);
        return number == 20 ? all : all.thenCompose(done -> writes(chat, groups, number + 1));
    }

    private RederivationReport ran(Chat chat, RederivationOptions options) {
        return await(chat.inboxes().rederive(options, found::add).finished());
    }

    private static ConversationId group(Chat chat, String key) {
        return await(chat.conversations()
                        .create(
                                ADA,
                                new Command.Create(
                                        key,
                                        ConversationKind.GROUP,
                                        "Trip",
                                        HistoryPolicy.FULL,
                                        List.of(new MemberSpec(BOB.user(), Role.MEMBER)))))
                .conversation()
                .id();
    }

    private static void send(Chat chat, ConversationId group, String text) {
        await(chat.messages().send(ADA, group, "key of " + text, MessageBody.text(text)));
    }

    private static List<ConversationId> inbox(Chat chat) {
        return await(chat.conversations().inbox(BOB, new Command.Inbox(null, 10))).conversations().stream()
                .map(row -> row.conversation().id())
                .toList();
    }
}
