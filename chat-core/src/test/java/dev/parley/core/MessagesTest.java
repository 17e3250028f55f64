package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.host.MessageInterceptor;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.service.StagedSend;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.MemberSpec;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private final TestEngine engine = new TestEngine();
    private final Chat chat = engine.chat;

    @AfterEach
    void nothingFailedInTheBackground() {
        assertThat(engine.failures).isEmpty();
    }

    @Test
    void sendAssignsTheNextSeq() {
        ConversationId trip = engine.group("ada", "bob");

        assertThat(engine.send("ada", trip, "one").seq()).isEqualTo(2);
        assertThat(engine.send("bob", trip, "two").seq()).isEqualTo(3);
        assertThat(engine.texts("ada", trip)).containsExactly("one", "two");
    }

    @Test
    void aRetryGetsTheSameAckAndMakesNoSecondMessage() {
        ConversationId trip = engine.group("ada", "bob");

        Result.Ack first = get(chat.messages().send(user("ada"), trip, "same", MessageBody.text("hi")));
        Result.Ack retry = get(chat.messages().send(user("ada"), trip, "same", MessageBody.text("hi")));

        assertThat(retry).isEqualTo(first);
        assertThat(engine.texts("bob", trip)).containsExactly("hi");
    }

    @Test
    void aPageIsMadeOnceForAllWhoSeeTheSameUntilTheLogGoesOn() {
        ConversationId trip = engine.group("ada", "bob");
        Result.Ack first = engine.send("ada", trip, "one");
        EntryPage page = engine.history("ada", trip);
        get(chat.conversations()
                .addMembers(
                        user("ada"),
                        new Command.AddMembers(
                                trip, engine.key(), List.of(new MemberSpec(new UserId("cem"), Role.MEMBER)))));
        engine.send("cem", trip, "two");
        EntryPage longer = engine.history("ada", trip);

        assertThat(longer.items()).hasSize(page.items().size() + 2);
        assertThat(engine.history("bob", trip)).isSameAs(longer);
        assertThat(engine.texts("cem", trip)).containsExactly("two");
        assertThat(engine.history("bob", trip)).isEqualTo(longer);
        get(chat.messages().delete(user("ada"), new Command.Delete(trip, engine.key(), first.seq())));
        assertThat(engine.texts("bob", trip)).containsExactly("-", "two");
    }

    @Test
    void theSameKeyWithOtherContentConflicts() {
        ConversationId trip = engine.group("ada", "bob");
        get(chat.messages().send(user("ada"), trip, "same", MessageBody.text("hi")));

        assertThat(codeOf(chat.messages().send(user("ada"), trip, "same", MessageBody.text("ho"))))
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    @Test
    void aRetryOfAStoredSendIsAckedThoughTheSenderWasRemovedMeanwhile() {
        ConversationId trip = engine.group("ada", "bob");
        Result.Ack first = get(chat.messages().send(user("bob"), trip, "same", MessageBody.text("hi")));
        get(chat.conversations()
                .removeMember(user("ada"), new Command.RemoveMember(trip, engine.key(), new UserId("bob"))));

        assertThat(get(chat.messages().send(user("bob"), trip, "same", MessageBody.text("hi"))))
                .isEqualTo(first);
        assertThat(codeOf(chat.messages().send(user("bob"), trip, "new", MessageBody.text("hi"))))
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void theFirstMessageToAUserMakesTheConversationOnce() {
        Result.Ack one = get(chat.messages().sendTo(user("ada"), new UserId("bob"), "k1", MessageBody.text("hi")));
        Result.Ack two = get(chat.messages().sendTo(user("bob"), new UserId("ada"), "k2", MessageBody.text("ho")));

        assertThat(one.conversation()).isEqualTo(two.conversation());
        assertThat(one.seq()).isEqualTo(2);
        assertThat(two.seq()).isEqualTo(3);
        assertThat(engine.texts("bob", one.conversation())).containsExactly("hi", "ho");
        assertThat(get(chat.messages().sendTo(user("ada"), new UserId("bob"), "k1", MessageBody.text("hi"))))
                .isEqualTo(one);
    }

    @Test
    void whatOneCannotSeeAnswersLikeWhatDoesNotExist() {
        ConversationId trip = engine.group("ada", "bob");
        ConversationId nowhere = new ConversationId("c.nowhere");

        for (ConversationId id : List.of(trip, nowhere)) {
            assertThat(codeOf(chat.messages().send(user("eve"), id, "k", MessageBody.text("x"))))
                    .isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(codeOf(chat.messages().history(user("eve"), new Command.History(id, null, null, null, null))))
                    .isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(codeOf(chat.receipts().advance(user("eve"), new Command.Receipt(id, 1L, null, false))))
                    .isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(codeOf(chat.conversations().show(user("eve"), id))).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(codeOf(chat.people().typing(user("eve"), id, true))).isEqualTo(ErrorCode.NOT_FOUND);
        }
    }

    @Test
    void readersSeeTheNewestEditAndNothingOfWhatWasDeleted() {
        ConversationId trip = engine.group("ada", "bob");
        long one = engine.send("ada", trip, "one").seq();
        long two = engine.send("ada", trip, "two").seq();
        edit("ada", trip, one, "one, edited");
        edit("ada", trip, two, "two, edited");
        get(chat.messages().delete(user("ada"), new Command.Delete(trip, engine.key(), two)));

        assertThat(engine.texts("bob", trip)).containsExactly("one, edited", "-");
        assertThat(engine.history("bob", trip).toString()).doesNotContain("two");
        for (EntryPage.Item item : engine.history("bob", trip).items()) {
            if (item instanceof EntryPage.Said said && said.message().deleted()) {
                assertThat(said.message().body()).isEqualTo(Message.TOMBSTONE);
            }
        }
    }

    @Test
    void editsAreForTheSenderAndDeletesAlsoForManagers() {
        ConversationId trip = engine.group("ada", "bob", "cy");
        long seq = engine.send("bob", trip, "mine").seq();

        assertThat(codeOf(chat.messages().edit(user("ada"), new Command.Edit(trip, "e", seq, MessageBody.text("no")))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(codeOf(chat.messages().delete(user("cy"), new Command.Delete(trip, "d1", seq))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        get(chat.messages().delete(user("ada"), new Command.Delete(trip, "d2", seq)));
        assertThat(codeOf(
                        chat.messages().edit(user("bob"), new Command.Edit(trip, "e2", seq, MessageBody.text("late")))))
                .isEqualTo(ErrorCode.GONE);
        assertThat(codeOf(chat.messages().react(user("cy"), new Command.React(trip, "r", seq, "x", true))))
                .isEqualTo(ErrorCode.GONE);
    }

    @Test
    void modifyingWhatIsNoMessageIsAnInvalidReference() {
        ConversationId trip = engine.group("ada", "bob");
        for (long target : new long[] {-1, 0, 1, 99}) {
            assertThat(codeOf(chat.messages().delete(user("ada"), new Command.Delete(trip, engine.key(), target))))
                    .isEqualTo(ErrorCode.INVALID_REFERENCE);
        }
    }

    @Test
    void reactionsAreCappedPerUserAndTakenBack() {
        ConversationId trip = engine.group("ada", "bob");
        long seq = engine.send("ada", trip, "hi").seq();
        for (int i = 0; i < Limits.DEFAULT.reactions(); i++) {
            react("bob", trip, seq, "e" + i, true);
        }
        assertThat(codeOf(chat.messages().react(user("bob"), new Command.React(trip, "more", seq, "z", true))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        react("bob", trip, seq, "e0", false);
        react("bob", trip, seq, "z", true);

        EntryPage.Said said =
                (EntryPage.Said) engine.history("ada", trip).items().get(1);
        assertThat(said.message().reactions().stream()
                        .filter(Message.ReactionState::present)
                        .map(Message.ReactionState::emoji))
                .containsExactly("e1", "e2", "e3", "e4", "e5", "e6", "e7", "z");
    }

    @Test
    void limitsOfContentAreKeptAndTheLargestTextPasses() {
        ConversationId trip = engine.group("ada", "bob");
        String largest = "\uD83D\uDE00".repeat(Limits.DEFAULT.text());

        engine.send("ada", trip, largest);
        assertThat(engine.texts("bob", trip)).containsExactly(largest);
        assertThat(sendCode(trip, MessageBody.text(largest + "x"))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(sendCode(trip, MessageBody.text(" "))).isEqualTo(ErrorCode.INVALID_TEXT);
        assertThat(sendCode(trip, MessageBody.of(Content.of(Content.TEXT, new byte[] {'a', (byte) 0xff}))))
                .isEqualTo(ErrorCode.INVALID_TEXT);
        assertThat(sendCode(trip, new MessageBody(Content.text("x"), List.of(), null, Map.of("k", "v".repeat(4096)))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(sendCode(trip, new MessageBody(Content.text("x"), List.of(), 99L, Map.of())))
                .isEqualTo(ErrorCode.INVALID_REFERENCE);
        assertThat(sendCode(trip, MessageBody.of(Content.of("image/png", new byte[256 * 1024 + 1]))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void encryptedContentPassesByteForByte() {
        ConversationId trip = engine.group("ada", "bob");
        byte[] every = new byte[256];
        for (int i = 0; i < 256; i++) {
            every[i] = (byte) i;
        }
        Content sealed = Content.encrypted("text/plain", every);
        get(chat.messages().send(user("ada"), trip, "k", MessageBody.of(sealed)));

        EntryPage.Said said =
                (EntryPage.Said) engine.history("bob", trip).items().get(1);
        assertThat(said.message().body().content()).isEqualTo(sealed);
        assertThat(sealed.toString()).doesNotContain("\u0001");
    }

    @Test
    void whoeverIsNoMemberIsNotMentioned() {
        ConversationId trip = engine.group("ada", "bob");
        List<UserId> mentions = List.of(new UserId("bob"), new UserId("eve"), new UserId("bob"));
        get(chat.messages()
                .send(user("ada"), trip, "k", new MessageBody(Content.text("hi"), mentions, null, Map.of())));

        EntryPage.Said said =
                (EntryPage.Said) engine.history("bob", trip).items().get(1);
        assertThat(said.message().body().mentions()).containsExactly(new UserId("bob"));
    }

    @Test
    void anInterceptorChangesAndRefusesAndARetryIsNotRefused() {
        boolean[] strict = {false};
        MessageInterceptor censor = draft -> {
            if (strict[0]) {
                return CompletableFuture.failedStage(ChatException.rejected("profanity", "mind your words"));
            }
            return CompletableFuture.completedStage(draft.body().withContent(Content.text("***")));
        };
        TestEngine strictEngine = new TestEngine(InMemoryStores.create(), builder -> builder.interceptor(censor));
        ConversationId trip = strictEngine.group("ada", "bob");
        Result.Ack ack = get(strictEngine.chat.messages().send(user("ada"), trip, "k", MessageBody.text("damn")));
        assertThat(strictEngine.texts("bob", trip)).containsExactly("***");

        strict[0] = true;
        assertThat(get(strictEngine.chat.messages().send(user("ada"), trip, "k", MessageBody.text("damn"))))
                .isEqualTo(ack);
        assertThat(codeOf(strictEngine.chat.messages().send(user("ada"), trip, "k2", MessageBody.text("damn"))))
                .isEqualTo(ErrorCode.REJECTED);
    }

    @Test
    void aBlockedUsersDirectMessagesAreRefusedWithoutSayingWhy() {
        get(chat.messages().sendTo(user("eve"), new UserId("ada"), "k1", MessageBody.text("hi")));
        get(chat.people().block(user("ada"), new UserId("eve"), true));

        assertThat(codeOf(chat.messages().sendTo(user("eve"), new UserId("ada"), "k2", MessageBody.text("hi"))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        get(chat.people().block(user("ada"), new UserId("eve"), false));
        get(chat.messages().sendTo(user("eve"), new UserId("ada"), "k2", MessageBody.text("hi")));
    }

    @Test
    void historyPagesBothWaysAndAround() {
        ConversationId trip = engine.group("ada", "bob");
        for (int i = 2; i <= 30; i++) {
            engine.send("ada", trip, "m" + i);
        }
        assertThat(seqs(new Command.History(trip, null, null, null, 3))).containsExactly(28L, 29L, 30L);
        assertThat(seqs(new Command.History(trip, 10L, null, null, 3))).containsExactly(7L, 8L, 9L);
        assertThat(seqs(new Command.History(trip, null, 10L, null, 3))).containsExactly(11L, 12L, 13L);
        assertThat(seqs(new Command.History(trip, null, null, 10L, 5))).containsExactly(8L, 9L, 10L, 11L, 12L);
        assertThat(seqs(new Command.History(trip, null, 30L, null, 5))).isEmpty();
        assertThat(seqs(new Command.History(trip, null, null, null, 1_000_000))).hasSize(30);
        EntryPage page = get(chat.messages().history(user("bob"), new Command.History(trip, 10L, null, null, 3)));
        assertThat(page.before()).isTrue();
        assertThat(page.after()).isTrue();
        assertThat(codeOf(chat.messages().history(user("bob"), new Command.History(trip, 1L, 1L, null, 1))))
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(codeOf(chat.messages().history(user("bob"), new Command.History(trip, -1L, null, null, 1))))
                .isEqualTo(ErrorCode.INVALID_SEQ);
    }

    @Test
    void aPageHoldsNoMoreThanHalfAMegabyteAndSaysThatThereIsMore() {
        ConversationId trip = engine.group("ada", "bob");
        for (int i = 0; i < 5; i++) {
            Content large = Content.of("image/png", new byte[200 * 1024]);
            get(chat.messages().send(user("ada"), trip, engine.key(), MessageBody.of(large)));
        }
        EntryPage newest = get(chat.messages().history(user("bob"), new Command.History(trip, null, null, null, 50)));
        assertThat(newest.items()).extracting(EntryPage.Item::seq).containsExactly(5L, 6L);
        assertThat(newest.before()).isTrue();
        assertThat(seqs(new Command.History(trip, null, 1L, null, 50))).containsExactly(2L, 3L);
    }

    @Test
    void aStagedSendIsSeenAfterTheHostsCommit() {
        ConversationId trip = engine.group("ada", "bob");
        StagedSend staged = get(chat.messages().stage(user("ada"), trip, "k", MessageBody.text("paid")));
        AppendResult result =
                get(engine.stores.logs().append(List.of(staged.append()))).get(0);
        assertThat(staged.accept(result).seq()).isEqualTo(2);
        staged.committed();
        staged.committed();

        assertThat(engine.texts("bob", trip)).containsExactly("paid");
        assertThat(get(chat.conversations().show(user("bob"), trip)).unread().messages())
                .isEqualTo(1);
    }

    @Test
    void aHostThatForgetsToSayCommittedDelaysButLosesNothing() {
        ConversationId trip = engine.group("ada", "bob");
        engine.send("ada", trip, "one");
        StagedSend staged = get(chat.messages().stage(user("ada"), trip, "k", MessageBody.text("two")));
        get(engine.stores.logs().append(List.of(staged.append())));
        engine.send("ada", trip, "three");

        assertThat(engine.texts("bob", trip)).containsExactly("one", "two", "three");
    }

    @Test
    void theClockSteppingBackNeitherReordersNorBlocks() {
        ConversationId trip = engine.group("ada", "bob");
        Result.Ack before = engine.send("ada", trip, "before");
        engine.clockMoves(-3_600_000);
        Result.Ack after = engine.send("ada", trip, "after");

        assertThat(after.seq()).isEqualTo(before.seq() + 1);
        assertThat(after.id().toString()).isGreaterThan(before.id().toString());
        assertThat(engine.texts("bob", trip)).containsExactly("before", "after");
    }

    private void edit(String sender, ConversationId conversation, long target, String text) {
        get(chat.messages()
                .edit(user(sender), new Command.Edit(conversation, engine.key(), target, MessageBody.text(text))));
    }

    private void react(String sender, ConversationId conversation, long target, String emoji, boolean present) {
        get(chat.messages().react(user(sender), new Command.React(conversation, engine.key(), target, emoji, present)));
    }

    private ErrorCode sendCode(ConversationId conversation, MessageBody body) {
        return codeOf(chat.messages().send(user("ada"), conversation, engine.key(), body));
    }

    private List<Long> seqs(Command.History history) {
        return get(chat.messages().history(user("bob"), history)).items().stream()
                .map(EntryPage.Item::seq)
                .toList();
    }

    /** The log ends where it ends, and not at what was sent again. */
    @Test
    void aRetryAfterARestartDoesNotMoveTheHeadBack() {
        ConversationId trip = engine.group("ada", "bob");
        MessageBody first = MessageBody.text("first");
        Result.Ack ack = get(engine.chat.messages().send(user("ada"), trip, "k", first));
        engine.send("bob", trip, "second");
        TestEngine restarted = new TestEngine(engine.stores, builder -> builder);
        assertThat(get(restarted.chat.messages().send(user("ada"), trip, "k", first)))
                .isEqualTo(ack);
        assertThat(restarted.texts("bob", trip)).containsExactly("first", "second");
    }

    /** What a page brought into memory may be out of date as soon as a host's transaction commits. */
    @Test
    void whatWasOnlyReadIsNotTakenForTheEnd() {
        ConversationId trip = engine.group("ada", "bob");
        engine.send("ada", trip, "first");
        TestEngine restarted = new TestEngine(engine.stores, builder -> builder);
        assertThat(restarted.texts("bob", trip)).containsExactly("first");
        engine.send("ada", trip, "past the other one");
        assertThat(restarted.texts("bob", trip)).containsExactly("first", "past the other one");
        restarted.send("bob", trip, "third");
        assertThat(restarted.texts("bob", trip)).containsExactly("first", "past the other one", "third");
    }
}
