package dev.parley.client;

import static dev.parley.client.fake.World.ADA;
import static dev.parley.client.fake.World.BOB;
import static dev.parley.client.fake.World.C1;
import static dev.parley.client.fake.World.C2;
import static dev.parley.client.fake.World.ack;
import static dev.parley.client.fake.World.entry;
import static dev.parley.client.fake.World.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.fake.ScriptedServer.Asked;
import dev.parley.client.fake.World;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final MessageBody HI = MessageBody.text("hi");

    private final World world = new World();

    @Test
    void anAckSettlesTheWrite() {
        world.goLive();
        Sending sending = world.client.messages().send(C1, HI);
        assertThat(sending.state()).isEqualTo(Sending.State.ACCEPTING);
        Asked<Command.Send> asked = world.server.next(Command.Send.class);
        assertThat(sending.state()).isEqualTo(Sending.State.UNKNOWN);
        assertThat(sending.accepted().toCompletableFuture()).isCompleted();
        assertThat(asked.command().key()).isEqualTo(sending.key());
        world.server.answer(asked, ack(C1, 5));
        assertThat(sending.state()).isEqualTo(Sending.State.ACKED);
        assertThat(outcome(sending)).isEqualTo(new Outcome.Acked(ack(C1, 5)));
        assertThat(world.heard).contains("sent Acked");
        assertThat(world.client.messages().unsent()).isEmpty();
    }

    @Test
    void aFinalErrorRejectsTheWriteAndTheNextOneGoesOn() {
        world.goLive();
        Sending first = world.client.messages().send(C1, HI);
        Sending second = world.client.messages().send(C1, HI);
        world.server.fail(world.server.next(Command.Send.class), "spam", false, null);
        assertThat(outcome(first)).isEqualTo(new Outcome.Rejected("spam", "scripted"));
        assertThat(world.server.next(Command.Send.class).command().key()).isEqualTo(second.key());
    }

    @Test
    void ofOneConversationAtMostOneWriteIsUnansweredAndOthersDoNotWait() {
        world.goLive();
        List<Sending> toOne = List.of(
                world.client.messages().send(C1, HI),
                world.client.messages().edit(C1, 1, HI),
                world.client.messages().delete(C1, 1));
        Sending toOther = world.client.messages().react(C2, 3, "+1", true);
        Asked<Command.Send> send = world.server.next(Command.Send.class);
        Asked<Command.React> react = world.server.next(Command.React.class);
        assertThat(react.command().key()).isEqualTo(toOther.key());
        assertThat(world.server.waiting()).isEmpty();
        world.server.answer(send, ack(C1, 5));
        Asked<Command.Edit> edit = world.server.next(Command.Edit.class);
        assertThat(edit.command().key()).isEqualTo(toOne.get(1).key());
        assertThat(world.server.waiting()).isEmpty();
        world.server.answer(edit, ack(C1, 6));
        assertThat(world.server.next(Command.Delete.class).command().key())
                .isEqualTo(toOne.get(2).key());
    }

    @Test
    void aMessageToAUserWaitsInTheLaneOfTheDirectConversation() {
        world.goLive();
        ConversationId direct = ConversationId.direct(ADA, BOB);
        world.client.messages().sendTo(BOB, HI);
        world.client.messages().send(direct, HI);
        Asked<Command.SendTo> first = world.server.next(Command.SendTo.class);
        assertThat(world.server.waiting()).isEmpty();
        world.server.answer(first, ack(direct, 2));
        world.server.next(Command.Send.class);
    }

    @Test
    void orderAndKeysHoldAcrossReconnects() {
        world.goLive();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            keys.add(world.client.messages().send(C1, MessageBody.text("m" + i)).key());
        }
        Asked<Command.Send> first = world.server.next(Command.Send.class);
        assertThat(first.command().key()).isEqualTo(keys.get(0));
        world.server.drop(1006);
        assertThat(world.client.messages().unsent()).hasSize(4);
        world.catchUp(world.comeBack());
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Asked<Command.Send> asked = world.server.next(Command.Send.class);
            sent.add(asked.command().key());
            assertThat(world.server.waiting()).isEmpty();
            world.server.answer(asked, ack(C1, i + 1));
        }
        assertThat(sent).isEqualTo(keys);
        world.loop.advance(60_000);
        assertThat(world.server.waiting()).isEmpty();
    }

    @Test
    void aRetryOfAnEarlierConnectionDoesNotBreakTheOrderOfTheNext() {
        world.goLive();
        world.client.messages().send(C1, HI);
        world.client.messages().send(C1, HI);
        world.server.fail(world.server.next(Command.Send.class), "overloaded", true, 15_000L);
        world.server.drop(1006);
        world.catchUp(world.comeBack());
        world.server.next(Command.Send.class);
        world.loop.advance(14_000); // the old retry comes due while the new request is unanswered
        assertThat(world.server.waiting()).isEmpty();
    }

    @Test
    void aRetryableErrorIsRetriedAfterTheTimeItNames() {
        world.goLive();
        Sending sending = world.client.messages().send(C1, HI);
        world.server.fail(world.server.next(Command.Send.class), "rate_limited", true, 3_000L);
        assertThat(sending.state()).isEqualTo(Sending.State.QUEUED);
        world.loop.advance(2_999);
        assertThat(world.server.waiting()).isEmpty();
        world.loop.advance(1);
        assertThat(world.server.next(Command.Send.class).command().key()).isEqualTo(sending.key());
    }

    @Test
    void anUnknownOutcomeIsRetriedForeverWithTheSameKey() {
        world.goLive();
        Sending sending = world.client.messages().send(C1, HI);
        for (int i = 0; i < 30; i++) {
            Asked<Command.Send> asked = world.server.next(Command.Send.class);
            assertThat(asked.command().key()).isEqualTo(sending.key());
            world.server.fail(asked, "outcome_unknown", true, null);
            assertThat(sending.state()).isEqualTo(Sending.State.UNKNOWN);
            world.server.push(new Event.Ping());
            world.loop.advance(20_000);
        }
        world.server.answer(world.server.next(Command.Send.class), ack(C1, 1));
        assertThat(sending.state()).isEqualTo(Sending.State.ACKED);
    }

    @Test
    void aWriteWithoutAnAnswerIsSentAgainOnTheSameConnection() {
        world.goLive();
        Sending sending = world.client.messages().send(C1, HI);
        world.server.next(Command.Send.class);
        world.loop.advance(15_000);
        world.loop.advance(500);
        Asked<Command.Send> again = world.server.next(Command.Send.class);
        assertThat(again.command().key()).isEqualTo(sending.key());
        world.server.answer(again, ack(C1, 1));
        assertThat(sending.state()).isEqualTo(Sending.State.ACKED);
    }

    @Test
    void theEntryThatComesBackSettlesAWriteWhoseAckWasLost() {
        world.goLive(synced(C1, 1, 3));
        Sending sending = world.client.messages().send(C1, HI);
        Sending next = world.client.messages().send(C1, HI);
        world.server.next(Command.Send.class);
        world.server.push(new Event.Appended(entry(C1, 4, ADA, sending.key(), new EntryBody.Posted(HI))));
        assertThat(outcome(sending)).isEqualTo(new Outcome.Acked(ack(C1, 4)));
        assertThat(world.server.next(Command.Send.class).command().key()).isEqualTo(next.key());
    }

    @Test
    void anotherUsersEntryWithTheSameKeySettlesNothing() {
        world.goLive(synced(C1, 1, 3));
        Sending sending = world.client.messages().send(C1, HI);
        world.server.push(new Event.Appended(entry(C1, 4, BOB, sending.key(), new EntryBody.Posted(HI))));
        assertThat(sending.state()).isEqualTo(Sending.State.UNKNOWN);
    }

    @Test
    void whatIsWrittenOfflineGoesOutWhenLive() {
        Sending sending = world.client.messages().sendTo(BOB, HI);
        world.loop.run();
        assertThat(sending.state()).isEqualTo(Sending.State.QUEUED);
        world.goLive();
        assertThat(world.server.next(Command.SendTo.class).command().key()).isEqualTo(sending.key());
    }

    @Test
    void aFullOutboxRefusesAndSaysSo() {
        ClientOptions options =
                new ClientOptions("", Duration.ofSeconds(30), Duration.ofSeconds(15), true, 2, 500, 50, 50);
        World small = new World(new InMemoryClientStore(), options);
        small.client.messages().send(C1, HI);
        small.client.messages().send(C1, HI);
        Sending third = small.client.messages().send(C1, HI);
        small.loop.run();
        assertThat(third.state()).isEqualTo(Sending.State.REJECTED);
        assertThat(failure(third.accepted().toCompletableFuture()).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(small.client.messages().unsent()).hasSize(2);
    }

    @Test
    void aWriteTooLargeForAFrameIsRefusedInsteadOfBeingRetriedForever() {
        world.goLive();
        Sending sending = world.client.messages().send(C1, MessageBody.of(Content.of("image/png", new byte[900_000])));
        world.loop.run();
        assertThat(failure(sending.outcome().toCompletableFuture()).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(world.server.waiting()).isEmpty();
    }

    @Test
    void manyConversationsShareTheConnectionWithinItsBound() {
        world.goLive();
        for (int i = 0; i < 100; i++) {
            world.client.messages().send(new ConversationId("x" + i), HI);
        }
        assertThat(world.server.waiting()).hasSize(64);
        for (int i = 0; i < 100; i++) {
            Asked<Command.Send> asked = world.server.next(Command.Send.class);
            world.server.answer(asked, ack(asked.command().conversation(), 1));
        }
        assertThat(world.client.messages().unsent()).isEmpty();
    }

    @Test
    void anExpiredTokenIsReplacedAndTheWriteSentAgain() {
        world.goLive();
        Sending sending = world.client.messages().send(C1, HI);
        world.server.fail(world.server.next(Command.Send.class), "token_expired", false, null);
        world.catchUp(world.comeBack());
        assertThat(world.tokens).isEqualTo(2);
        assertThat(world.server.next(Command.Send.class).command().key()).isEqualTo(sending.key());
    }

    @Test
    void closingLeavesWhatIsUnansweredInTheStore() {
        InMemoryClientStore store = new InMemoryClientStore();
        World first = new World(store, ClientOptions.DEFAULT);
        first.goLive();
        Sending sending = first.client.messages().send(C1, HI);
        first.server.next(Command.Send.class);
        first.client.close();
        assertThat(failure(sending.outcome().toCompletableFuture()).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
        World second = new World(store, ClientOptions.DEFAULT);
        assertThat(second.client.messages().unsent()).singleElement().satisfies(kept -> {
            assertThat(kept.key()).isEqualTo(sending.key());
            assertThat(kept.state()).isEqualTo(Sending.State.UNKNOWN);
        });
        second.client.messages().send(C1, HI);
        second.goLive();
        assertThat(second.server.next(Command.Send.class).command().key()).isEqualTo(sending.key());
        assertThat(second.server.waiting()).isEmpty();
    }

    private static Outcome outcome(Sending sending) {
        return sending.outcome().toCompletableFuture().join();
    }

    private static ChatException failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((result, failure) -> (ChatException) failure).join();
    }
}
