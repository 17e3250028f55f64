package dev.parley.testkit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Chat;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.host.Authenticator;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryEvent;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.check.HistoryChecker;
import dev.parley.testkit.history.check.HistoryReport;
import dev.parley.testkit.runtime.FakeRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes of the real engine, in one thread. */
class ClientProbeTest {

    private final FakeRuntime runtime = new FakeRuntime(1);
    private final Chat chat = Chat.builder(InMemoryStores.create(), runtime.runtime())
            .authenticator(credentials ->
                    CompletableFuture.completedStage(new Authenticator.Identity(new UserId(credentials.token()), null)))
            .accessPolicy(AccessPolicy.allowAll())
            .build();
    private final List<HistoryEvent> events = new ArrayList<>();
    private final HistoryRecorder history =
            new HistoryRecorder(events::add, () -> runtime.clock().millis() * 1_000_000, "sim");
    private final List<InProcessLink> links = new ArrayList<>();
    private final ClientProbe ada = probe("ada");
    private final ClientProbe bob = probe("bob");
    private ConversationId group = new ConversationId("c.none");

    private ClientProbe probe(String user) {
        return new ClientProbe(
                new Client(user, "probe"),
                (self, pushed) -> {
                    InProcessLink link = new InProcessLink(chat.sessions(), runtime, self, pushed);
                    links.add(link);
                    return link.hello();
                },
                history);
    }

    @BeforeEach
    void makeAGroup() {
        await(ada.connect());
        Result.Opened opened = (Result.Opened) await(ada.ask(new Command.Create(
                "create",
                ConversationKind.GROUP,
                "Group",
                HistoryPolicy.JOINED,
                List.of(new MemberSpec(new UserId("bob"), Role.MEMBER)))));
        group = opened.conversation().conversation().id();
        await(bob.connect());
    }

    private <T> T await(CompletionStage<T> stage) {
        runtime.runAll();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    private CompletionStage<Result.Ack> send(ClientProbe probe, String key) {
        return probe.write(new Command.Send(group, key, MessageBody.text(key)));
    }

    private HistoryReport judge() {
        long head = await(ada.finalRead(group));
        history.caughtUp(new Client("ada", "probe"), group.value(), head);
        HistoryChecker checker = new HistoryChecker();
        events.forEach(checker::accept);
        HistoryReport report = checker.finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.passed()).isTrue();
        return report;
    }

    @Test
    void whatIsSaidShownReadAndMarkedMakesAGoodHistory() {
        for (int i = 0; i < 10; i++) {
            await(send(i % 2 == 0 ? ada : bob, "k" + i));
        }
        await(ada.write(new Command.Delete(group, "delete", 2)));
        await(bob.history(new Command.History(group, null, 0L, null, 50)));
        await(bob.receipt(new Command.Receipt(group, 12L, 5L, false)));
        runtime.runAll();
        assertThat(bob.cursor(group)).isEqualTo(12);
        HistoryReport report = judge();
        assertThat(report.tally().acked()).isEqualTo(13);
        assertThat(report.tally().shown()).isEqualTo(24);
        assertThat(events).anyMatch(HistoryEvent.Marked.class::isInstance);
    }

    @Test
    void whoWasAwayIsShownWhatWasMissedOnce() {
        await(send(ada, "k1"));
        bob.disconnect();
        await(send(ada, "k2"));
        await(send(ada, "k3"));
        assertThat(bob.cursor(group)).isEqualTo(2);
        await(bob.connect());
        assertThat(bob.cursor(group)).isEqualTo(4);
        judge();
    }

    @Test
    void moreThanOnePageAwayIsShownFromTheResetOn() {
        bob.disconnect();
        for (int i = 0; i < 250; i++) {
            await(send(ada, "k" + i));
            runtime.advance(java.time.Duration.ofSeconds(1));
        }
        await(bob.connect());
        assertThat(bob.cursor(group)).isEqualTo(251);
        assertThat(events).anyMatch(HistoryEvent.Reset.class::isInstance);
        judge();
    }

    @Test
    void aRefusalIsRecordedWithItsCode() {
        CompletionStage<Result.Ack> refused = bob.write(new Command.RemoveMember(group, "k1", new UserId("ada")));
        runtime.runAll();
        assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
        assertThat(judge().tally().refused()).isEqualTo(1);
    }

    @Test
    void anAnswerThatNeverComesIsUnknownAndARetryFindsTheFirst() {
        links.get(1).deaf = true;
        CompletionStage<Result.Ack> lost = send(bob, "k1");
        runtime.runAll();
        bob.disconnect();
        assertThat(lost.toCompletableFuture()).isCompletedExceptionally();
        await(bob.connect());
        assertThat(await(send(bob, "k1")).seq()).isEqualTo(2);
        HistoryReport report = judge();
        assertThat(report.tally().unknown()).isEqualTo(1);
        assertThat(report.tally().acked()).isEqualTo(1);
    }

    @Test
    void whatIsPushedOutOfOrderIsReadFirst() {
        InProcessLink link = links.get(1);
        link.deaf = true;
        await(send(ada, "k1"));
        link.deaf = false;
        await(send(ada, "k2"));
        assertThat(bob.cursor(group)).isEqualTo(3);
        judge();
    }

    @Test
    void withoutASessionNothingIsSent() {
        bob.close();
        assertThat(send(bob, "k1").toCompletableFuture()).isCompletedExceptionally();
        assertThat(judge().tally().unknown()).isEqualTo(1);
    }
}
