package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.Stores;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.store.jdbc.JdbcStore;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs on Cassandra, and all the rest in the host's relational database. */
class MixedStoresIT {

    private static final Actor ADA = Actor.user("ada");
    private static final Actor BOB = Actor.user("bob");
    private static final Actor EVE = Actor.user("eve");

    private final CqlSession session = TestCassandra.session();

    @TempDir
    Path folder;

    @Test
    void anEngineKeepsLogsOnCassandraAndTheRestInTheHostsDatabase() {
        keepsLogsOnCassandra("mixed", () -> JdbcStore.h2(folder));
    }

    @Test
    void anEngineKeepsLogsOnCassandraAndTheRestOnPostgreSql() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        Files.createDirectories(TestCassandra.folder()).toFile())
                .setLocaleConfig("locale", "C.UTF-8")
                .start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            keepsLogsOnCassandra("mixed_postgresql", () -> JdbcStore.postgresql(url, "postgres", ""));
        }
    }

    private void keepsLogsOnCassandra(String keyspace, Supplier<JdbcStore> database) {
        CassandraStoreOptions options = TestCassandra.keyspace(session, keyspace);
        ConversationId group;
        try (JdbcStore host = database.get();
                CassandraStore cassandra = CassandraStore.open(session, options);
                TestChat engine = new TestChat(mixed(host, cassandra))) {
            group = talk(engine.chat());
            assertThat(await(host.stores().logs().heads(List.of(group))).values())
                    .allSatisfy(head -> assertThat(head.head()).isZero());
            assertThat(await(cassandra.stores().conversations().find(List.of(group))))
                    .isEmpty();
        }
        try (JdbcStore host = database.get();
                CassandraStore cassandra = CassandraStore.open(session, options);
                TestChat engine = new TestChat(mixed(host, cassandra))) {
            verify(engine.chat(), group);
        }
    }

    private static Stores mixed(JdbcStore host, CassandraStore cassandra) {
        // region mixed
        return host.stores().with(cassandra.stores().logs());
        // endregion mixed
    }

    /** Something of each kind: messages, an edit, a delete, members that come and go, marks. */
    private static ConversationId talk(Chat chat) {
        ConversationId group = await(chat.conversations()
                        .create(
                                ADA,
                                new Command.Create(
                                        "k0",
                                        ConversationKind.GROUP,
                                        "Trip",
                                        HistoryPolicy.FULL,
                                        List.of(
                                                new MemberSpec(BOB.user(), Role.MEMBER),
                                                new MemberSpec(EVE.user(), Role.MEMBER)))))
                .conversation()
                .id();
        Result.Ack first = send(chat, ADA, group, "one");
        Result.Ack second = send(chat, BOB, group, "two");
        Result.Ack third = send(chat, ADA, group, "three");
        await(chat.messages().edit(ADA, new Command.Edit(group, "e1", first.seq(), MessageBody.text("one!"))));
        await(chat.messages().delete(BOB, new Command.Delete(group, "d1", second.seq())));
        await(chat.receipts().advance(BOB, new Command.Receipt(group, third.seq(), first.seq(), false)));
        await(chat.conversations().removeMember(ADA, new Command.RemoveMember(group, "r1", EVE.user())));
        assertThat(send(chat, ADA, group, "one"))
                .as("the same key, the same ack")
                .isEqualTo(first);
        send(chat, ADA, group, "four");
        await(chat.messages().sendTo(EVE, new UserId("bob"), "direct", MessageBody.text("psst")));
        return group;
    }

    private static Result.Ack send(Chat chat, Actor actor, ConversationId group, String text) {
        return await(chat.messages().send(actor, group, "key of " + text, MessageBody.text(text)));
    }

    private static void verify(Chat chat, ConversationId group) {
        EntryPage page = await(chat.messages().history(BOB, new Command.History(group, null, null, null, 200)));
        assertThat(page.items().stream()
                        .filter(EntryPage.Said.class::isInstance)
                        .map(item -> ((EntryPage.Said) item).message())
                        .map(each ->
                                each.deleted() ? "-" : each.body().content().text()))
                .containsExactly("one!", "-", "three", "four");
        Result.InboxPage inbox = await(chat.conversations().inbox(BOB, new Command.Inbox(null, 10)));
        assertThat(inbox.conversations()).hasSize(2);
        ConversationSummary direct = inbox.conversations().get(0);
        assertThat(direct.peer()).isEqualTo(EVE.user());
        assertThat(direct.unread().messages()).isEqualTo(1);
        ConversationSummary trip = inbox.conversations().get(1);
        assertThat(trip.conversation().id()).isEqualTo(group);
        assertThat(trip.unread().messages()).isEqualTo(2);
        assertThat(Objects.requireNonNull(trip.last()).body().content().text()).isEqualTo("four");
        assertThat(await(chat.conversations().inbox(EVE, new Command.Inbox(null, 10)))
                        .conversations())
                .extracting(each -> each.conversation().kind())
                .contains(ConversationKind.DIRECT);
        assertThat(send(chat, ADA, group, "five").seq()).isEqualTo(page.head() + 1);
    }
}
