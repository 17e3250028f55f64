package dev.parley.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.Outcome;
import dev.parley.client.Sending;
import dev.parley.client.store.FileClientStore;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.FrameCodec;
import dev.parley.view.EntryPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class JavaClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private LocalServer server;
    private Person ada;
    private Person bob;

    @BeforeEach
    void start() {
        server = LocalServer.start(folder.resolve("server"), 0);
        ada = new Person("ada", server.uri(), FrameCodec.JSON, FileClientStore.in(folder.resolve("ada")));
        bob = new Person("bob", server.uri(), FrameCodec.CBOR, FileClientStore.in(folder.resolve("bob")));
        await().atMost(PATIENCE).until(() -> ada.isLive() && bob.isLive());
    }

    @AfterEach
    void stop() {
        ada.close();
        bob.close();
        server.close();
        assertThat(ada.failures).isEmpty();
        assertThat(bob.failures).isEmpty();
    }

    @Test
    void twoPeopleChatInDifferentEncodings() {
        ConversationId direct = ConversationId.direct(ada.user, bob.user);
        Outcome outcome = outcome(ada.client.messages().sendTo(bob.user, MessageBody.text("hi bob \uD83D\uDE80")));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Acked.class,
                        acked -> assertThat(acked.ack().conversation()).isEqualTo(direct));
        await().atMost(PATIENCE).until(() -> bob.texts(direct).contains("hi bob \uD83D\uDE80"));
        outcome(bob.client.messages().send(direct, MessageBody.text("hi ada")));
        await().atMost(PATIENCE).until(() -> ada.texts(direct).size() == 2);
        assertThat(ada.texts(direct)).isEqualTo(bob.texts(direct));

        long head = bob.client.messages().timeline(direct).cursor();
        await().atMost(PATIENCE).until(() -> heardMark(bob, "ada", head, 0));
        ada.client.conversations().markRead(direct, head, false);
        await().atMost(PATIENCE).until(() -> heardMark(bob, "ada", head, head));

        bob.client.account().watch(Set.of(ada.user));
        await().atMost(PATIENCE).until(() -> bob.heard.contains("online ada"));
        ada.client.conversations().typing(direct, true);
        await().atMost(PATIENCE).until(() -> bob.heard.contains("typing ada"));
    }

    @Test
    void whatIsWrittenWhileTheServerIsGoneArrivesOnceAndInOrder() {
        ConversationId group = group();
        List<Sending> sendings = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sendings.add(ada.client.messages().send(group, MessageBody.text("a" + i)));
            sendings.add(bob.client.messages().send(group, MessageBody.text("b" + i)));
        }
        int port = server.port();
        server.close();
        for (int i = 20; i < 40; i++) {
            sendings.add(ada.client.messages().send(group, MessageBody.text("a" + i)));
            sendings.add(bob.client.messages().send(group, MessageBody.text("b" + i)));
        }
        server = LocalServer.start(folder.resolve("server"), port);
        for (Sending sending : sendings) {
            await().atMost(PATIENCE).until(() -> sending.state() == Sending.State.ACKED);
        }
        await().atMost(PATIENCE)
                .until(() -> ada.texts(group).size() == 80 && bob.texts(group).size() == 80);
        assertThat(ada.texts(group)).isEqualTo(bob.texts(group));
        for (String writer : List.of("a", "b")) {
            assertThat(ada.texts(group).stream().filter(text -> text.startsWith(writer)))
                    .isEqualTo(LongStream.range(0, 40).mapToObj(i -> writer + i).toList());
        }
        assertDense(ada, group);
        assertDense(bob, group);
        assertThat(ada.client.messages().unsent()).isEmpty();
    }

    @Test
    void aLateDeviceSeesWhatTheOthersSee() {
        ConversationId group = group();
        long first = acked(ada.client.messages().send(group, MessageBody.text("first")));
        long second = acked(ada.client.messages().send(group, MessageBody.text("second")));
        acked(bob.client.messages().react(group, first, "\uD83D\uDC4D", true));
        acked(ada.client.messages().edit(group, first, MessageBody.text("first, edited")));
        acked(ada.client.messages().delete(group, second));
        long last = acked(ada.client.conversations().rename(group, "Crew"));
        await().atMost(PATIENCE)
                .until(() -> bob.client.messages().timeline(group).cursor() == last
                        && ada.client.messages().timeline(group).cursor() == last);
        try (Person late = new Person("ada", server.uri(), FrameCodec.CBOR, new InMemoryClientStore())) {
            await().atMost(PATIENCE).until(late::isLive);
            assertThat(late.texts(group)).containsExactly("first, edited", "(deleted)");
            assertThat(ada.texts(group)).isEqualTo(late.texts(group));
            assertThat(bob.texts(group)).isEqualTo(late.texts(group));
            assertThat(reactions(late, group, first))
                    .isEqualTo(reactions(bob, group, first))
                    .hasSize(1);
            assertThat(late.client.conversations().find(group).orElseThrow().conversation())
                    .isEqualTo(
                            ada.client.conversations().find(group).orElseThrow().conversation());
        }
    }

    @Test
    void aClientThatWasAwayReadsOnlyWhatItMissed() {
        ConversationId group = group();
        acked(ada.client.messages().send(group, MessageBody.text("m0")));
        await().atMost(PATIENCE).until(() -> bob.texts(group).size() == 1);
        bob.close();
        for (int i = 1; i < 30; i++) {
            acked(ada.client.messages().send(group, MessageBody.text("m" + i)));
        }
        bob = new Person("bob", server.uri(), FrameCodec.JSON, FileClientStore.in(folder.resolve("bob")));
        await().atMost(PATIENCE).until(() -> bob.isLive() && bob.texts(group).size() == 30);
        assertThat(bob.texts(group)).isEqualTo(ada.texts(group));
        assertThat(bob.seqs(group)).hasSize(29);
    }

    @Test
    void aForeignConversationIsRejectedAndNothingElseSuffers() {
        Sending foreign = ada.client.messages().send(new ConversationId("c.nobody-knows"), MessageBody.text("x"));
        assertThat(outcome(foreign))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("not_found"));
        assertThat(outcome(ada.client.messages().sendTo(bob.user, MessageBody.text("y"))))
                .isInstanceOf(Outcome.Acked.class);
    }

    private ConversationId group() {
        ConversationId group = ada.client
                .conversations()
                .create(
                        ConversationKind.GROUP,
                        "Team",
                        HistoryPolicy.FULL,
                        List.of(new MemberSpec(bob.user, Role.MEMBER)))
                .toCompletableFuture()
                .orTimeout(90, TimeUnit.SECONDS)
                .join()
                .conversation()
                .id();
        await().atMost(PATIENCE)
                .until(() -> bob.client.conversations().find(group).isPresent());
        return group;
    }

    private static boolean heardMark(Person person, String whose, long delivered, long read) {
        return person.client.conversations().find(ConversationId.direct(new UserId(whose), person.user)).stream()
                .flatMap(row -> row.memberMarks().stream())
                .anyMatch(marks -> marks.user().value().equals(whose)
                        && marks.marks().delivered() >= delivered
                        && marks.marks().read() >= read);
    }

    /** Every seq once, in order, without a hole. */
    private static void assertDense(Person person, ConversationId conversation) {
        List<Long> seqs = person.seqs(conversation);
        assertThat(seqs)
                .isEqualTo(LongStream.range(seqs.get(0), seqs.get(0) + seqs.size())
                        .boxed()
                        .toList());
    }

    private static List<?> reactions(Person person, ConversationId conversation, long seq) {
        return person.client.messages().timeline(conversation).items().stream()
                .filter(item -> item.seq() == seq)
                .flatMap(item -> ((EntryPage.Said) item).message().reactions().stream())
                .toList();
    }

    private static long acked(Sending sending) {
        return ((Outcome.Acked) outcome(sending)).ack().seq();
    }

    private static Outcome outcome(Sending sending) {
        return sending.outcome()
                .toCompletableFuture()
                .orTimeout(90, TimeUnit.SECONDS)
                .join();
    }
}
