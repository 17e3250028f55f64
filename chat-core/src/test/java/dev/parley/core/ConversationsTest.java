package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemoryStores;
import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Marks;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConversationsTest {

    private final TestEngine engine = new TestEngine();
    private final Chat chat = engine.chat;

    @AfterEach
    void nothingFailedInTheBackground() {
        assertThat(engine.failures).isEmpty();
    }

    @Test
    void creatingTwiceWithOneKeyMakesOneGroup() {
        Command.Create create = new Command.Create(
                "k", ConversationKind.GROUP, "Trip", HistoryPolicy.JOINED, List.of(member("bob", Role.MEMBER)));
        ConversationSummary first = get(chat.conversations().create(user("ada"), create));
        ConversationSummary again = get(chat.conversations().create(user("ada"), create));

        assertThat(again).isEqualTo(first);
        assertThat(first.role()).isEqualTo(Role.OWNER);
        assertThat(first.conversation().memberCount()).isEqualTo(2);
        assertThat(inbox("bob")).containsExactly(first.conversation().id());
    }

    @Test
    void aNewMemberSeesWhatTheHistoryPolicySays() {
        for (HistoryPolicy policy : HistoryPolicy.values()) {
            ConversationId trip = engine.group(policy, "ada", "bob");
            engine.send("ada", trip, "before");
            add("ada", trip, member("cy", Role.MEMBER));
            engine.send("ada", trip, "after");

            assertThat(engine.texts("cy", trip))
                    .isEqualTo(policy == HistoryPolicy.FULL ? List.of("before", "after") : List.of("after"));
        }
    }

    @Test
    void aRemovedUserSeesNothingLaterAndKeepsWhatWasSeen() {
        ConversationId trip = engine.group("ada", "bob");
        engine.send("ada", trip, "seen");
        remove("ada", trip, "bob");
        long secret = engine.send("ada", trip, "secret").seq();

        assertThat(engine.texts("bob", trip)).containsExactly("seen");
        assertThat(get(chat.conversations().show(user("bob"), trip)).role()).isNull();
        assertThat(get(chat.conversations().show(user("bob"), trip)).head()).isLessThan(secret);
        assertThat(get(chat.conversations().show(user("bob"), trip)).unread()).isEqualTo(Unread.NONE);
        assertThat(codeOf(chat.receipts().advance(user("bob"), new Command.Receipt(trip, secret, null, false))))
                .isEqualTo(ErrorCode.INVALID_SEQ);
    }

    @Test
    void joiningAgainShowsBothStaysAndNotWhatLiesBetween() {
        ConversationId trip = engine.group("ada", "bob");
        engine.send("ada", trip, "first stay");
        remove("ada", trip, "bob");
        engine.send("ada", trip, "between");
        add("ada", trip, member("bob", Role.MEMBER));
        engine.send("ada", trip, "second stay");

        assertThat(engine.texts("bob", trip)).containsExactly("first stay", "second stay");
    }

    @Test
    void thePermissionTableHolds() {
        ConversationId trip = engine.group("olga", "mia", "max");
        get(chat.conversations()
                .changeRole(user("olga"), new Command.ChangeRole(trip, "r1", new UserId("mia"), Role.ADMIN)));
        add("mia", trip, member("new", Role.MEMBER));

        assertThat(codeOf(rename("max", trip, "x"))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(codeOf(addCode("max", trip, member("x", Role.MEMBER)))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(codeOf(addCode("mia", trip, member("x", Role.ADMIN)))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(codeOf(removeCode("max", trip, "new"))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(codeOf(removeCode("mia", trip, "olga"))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(codeOf(chat.conversations()
                        .changeRole(user("mia"), new Command.ChangeRole(trip, "r2", new UserId("max"), Role.ADMIN))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        get(rename("mia", trip, "Journey"));
        remove("mia", trip, "max");
        remove("new", trip, "new");
        assertThat(get(chat.conversations().show(user("olga"), trip))
                        .conversation()
                        .title())
                .isEqualTo("Journey");
        assertThat(members("olga", trip)).containsExactly("mia", "olga");
    }

    @Test
    void theLastOwnerNeitherLeavesNorStepsDown() {
        ConversationId trip = engine.group("ada", "bob");

        assertThat(codeOf(removeCode("ada", trip, "ada"))).isEqualTo(ErrorCode.OWNER_REQUIRED);
        assertThat(codeOf(chat.conversations()
                        .changeRole(user("ada"), new Command.ChangeRole(trip, "r", new UserId("ada"), Role.MEMBER))))
                .isEqualTo(ErrorCode.OWNER_REQUIRED);
        remove("ada", trip, "bob");
        remove("ada", trip, "ada");
        assertThat(get(chat.conversations().show(user("ada"), trip)).role()).isNull();
    }

    @Test
    void inAChannelOnlyManagersPostAndEverybodyReacts() {
        ConversationId news = get(chat.conversations()
                        .create(
                                user("ada"),
                                new Command.Create(
                                        "k",
                                        ConversationKind.CHANNEL,
                                        "News",
                                        HistoryPolicy.FULL,
                                        List.of(member("bob", Role.MEMBER)))))
                .conversation()
                .id();
        long seq = engine.send("ada", news, "hello").seq();

        assertThat(codeOf(chat.messages().send(user("bob"), news, "k", MessageBody.text("me too"))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        get(chat.messages().react(user("bob"), new Command.React(news, "r", seq, "+", true)));
    }

    @Test
    void unreadIsAFunctionOfHeadMarkAndOwnMessages() {
        ConversationId trip = engine.group("ada", "bob");
        engine.send("ada", trip, "one");
        long two = engine.send("ada", trip, "two").seq();
        get(chat.messages()
                .send(
                        user("ada"),
                        trip,
                        "m",
                        new MessageBody(Content.text("@bob"), List.of(new UserId("bob")), null, Map.of())));
        engine.send("bob", trip, "mine");
        get(chat.messages().react(user("ada"), new Command.React(trip, "r", two, "+", true)));

        assertThat(get(chat.conversations().unread(user("bob"), trip))).isEqualTo(new Unread(3, 1, false));
        get(chat.messages().delete(user("ada"), new Command.Delete(trip, "d", two)));
        assertThat(get(chat.conversations().unread(user("bob"), trip))).isEqualTo(new Unread(2, 1, false));
        get(chat.receipts().advance(user("bob"), new Command.Receipt(trip, null, two, false)));
        assertThat(get(chat.conversations().unread(user("bob"), trip))).isEqualTo(new Unread(1, 1, false));
        ConversationId other = engine.group("ada", "bob");
        engine.send("ada", other, "x");
        assertThat(get(chat.conversations().unread(user("bob"))))
                .isEqualTo(new Result.UnreadIs(new Unread(2, 1, false), 2));
    }

    @Test
    void marksOnlyGrowAndNeverPassTheHead() {
        ConversationId trip = engine.group("ada", "bob");
        long head = engine.send("ada", trip, "one").seq();

        assertThat(receipt("bob", trip, head, null, false)).isEqualTo(new Marks(head, 0, 0));
        assertThat(receipt("bob", trip, 1L, null, false)).isEqualTo(new Marks(head, 0, 0));
        assertThat(receipt("bob", trip, null, head, false)).isEqualTo(new Marks(head, head, head));
        assertThat(codeOf(chat.receipts().advance(user("bob"), new Command.Receipt(trip, head + 1, null, false))))
                .isEqualTo(ErrorCode.INVALID_SEQ);
        assertThat(codeOf(chat.receipts().advance(user("bob"), new Command.Receipt(trip, -1L, null, false))))
                .isEqualTo(ErrorCode.INVALID_SEQ);
    }

    @Test
    void aHiddenReadMarkCountsForOneselfAndIsShownToNobody() {
        ConversationId trip = engine.group("ada", "bob");
        long head = engine.send("ada", trip, "one").seq();
        receipt("bob", trip, null, head, true);

        assertThat(get(chat.conversations().unread(user("bob"), trip))).isEqualTo(Unread.NONE);
        assertThat(get(chat.receipts().marks(user("ada"), trip)).stream()
                        .filter(marks -> marks.user().equals(new UserId("bob")))
                        .map(marks -> marks.marks().read()))
                .containsExactly(0L);
    }

    @Test
    void theInboxIsNewestFirstWithPinnedOnTopAndPages() {
        List<ConversationId> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            engine.clockMoves(1000);
            made.add(engine.group("ada", "bob"));
        }
        engine.clockMoves(1000);
        engine.send("bob", made.get(2), "up");
        get(chat.conversations()
                .configure(user("ada"), made.get(0), new ConversationSettings(ConversationSettings.FOREVER, true)));

        List<ConversationId> all = inbox("ada");
        assertThat(all)
                .containsExactly(
                        made.get(0), made.get(2), made.get(6), made.get(5), made.get(4), made.get(3), made.get(1));
        List<ConversationId> paged = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Result.InboxPage page = get(chat.conversations().inbox(user("ada"), new Command.Inbox(cursor, 3)));
            page.conversations().forEach(row -> paged.add(row.conversation().id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(paged).isEqualTo(all);
        assertThat(codeOf(chat.conversations().inbox(user("ada"), new Command.Inbox("forged", 3))))
                .isEqualTo(ErrorCode.INVALID_CURSOR);
    }

    @Test
    void aRowShowsTheLastMessageAsItIsNow() {
        ConversationId trip = engine.group("ada", "bob");
        long seq = engine.send("ada", trip, "typo").seq();
        get(chat.messages().edit(user("ada"), new Command.Edit(trip, "e", seq, MessageBody.text("fixed"))));

        ConversationSummary row = get(chat.conversations().show(user("bob"), trip));
        assertThat(row.last()).isNotNull();
        assertThat(row.last().body().content().text()).isEqualTo("fixed");
        assertThat(row.head()).isEqualTo(seq + 1);
    }

    @Test
    void theStateIsDerivedAgainWhereACrashKeptItFromBeingSaved() {
        ConversationId trip = engine.group("ada", "bob");
        add("ada", trip, member("cy", Role.MEMBER));
        get(rename("ada", trip, "Journey"));
        Stores crashed = InMemoryStores.create().with(engine.stores.logs()).with(engine.stores.inboxes());
        TestEngine restarted = new TestEngine(crashed, builder -> builder);

        assertThat(get(restarted.chat.conversations().show(user("cy"), trip))
                        .conversation()
                        .title())
                .isEqualTo("Journey");
        assertThat(restarted.send("cy", trip, "still here").seq()).isEqualTo(4);
        assertThat(get(crashed.conversations().find(List.of(trip))).get(trip).memberCount())
                .isEqualTo(3);
    }

    @Test
    void groupsHaveAMostOfMembers() {
        List<MemberSpec> many = new ArrayList<>();
        for (int i = 0; i < ConversationOptions.DEFAULT.groupMembers(); i++) {
            many.add(member("u" + i, Role.MEMBER));
        }
        assertThat(codeOf(chat.conversations()
                        .create(
                                user("ada"),
                                new Command.Create("k", ConversationKind.GROUP, "Big", HistoryPolicy.FULL, many))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void aTitleIsNeitherEmptyNorHoldsControlCharacters() {
        ConversationId trip = engine.group("ada", "bob");
        for (String title : List.of("", " ", "a\u0000b", "a\nb", "\uD800")) {
            assertThat(codeOf(rename("ada", trip, title))).isEqualTo(ErrorCode.INVALID_TEXT);
        }
        assertThat(codeOf(rename("ada", trip, "x".repeat(201)))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void aPageOfTheInboxHoldsNoMoreThanHalfAMegabyteAndGoesOn() {
        Content large = Content.of("image/png", new byte[200 * 1024]);
        List<ConversationId> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ConversationId trip = engine.group("ada", "bob");
            get(chat.messages().send(user("ada"), trip, engine.key(), MessageBody.of(large)));
            all.add(0, trip);
        }
        List<ConversationId> read = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Result.InboxPage page = get(chat.conversations().inbox(user("bob"), new Command.Inbox(cursor, 50)));
            sizes.add(page.conversations().size());
            page.conversations().forEach(row -> read.add(row.conversation().id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(read).isEqualTo(all);
    }

    @Test
    void theSystemPostsAnywhereWithoutBeingAMember() {
        ConversationId trip = engine.group("ada", "bob");
        get(chat.messages().send(Actor.SYSTEM, trip, "k", MessageBody.text("maintenance at noon")));

        EntryPage.Said said =
                (EntryPage.Said) engine.history("bob", trip).items().get(1);
        assertThat(said.message().posted().origin().sender()).isEqualTo(UserId.SYSTEM);
    }

    private static MemberSpec member(String user, Role role) {
        return new MemberSpec(new UserId(user), role);
    }

    private void add(String actor, ConversationId conversation, MemberSpec member) {
        get(addCode(actor, conversation, member));
    }

    private CompletionStage<Result.Ack> addCode(String actor, ConversationId conversation, MemberSpec member) {
        return chat.conversations()
                .addMembers(user(actor), new Command.AddMembers(conversation, engine.key(), List.of(member)));
    }

    private void remove(String actor, ConversationId conversation, String user) {
        get(removeCode(actor, conversation, user));
    }

    private CompletionStage<Result.Ack> removeCode(String actor, ConversationId conversation, String user) {
        return chat.conversations()
                .removeMember(user(actor), new Command.RemoveMember(conversation, engine.key(), new UserId(user)));
    }

    private CompletionStage<Result.Ack> rename(String actor, ConversationId conversation, String title) {
        return chat.conversations().rename(user(actor), new Command.Rename(conversation, engine.key(), title));
    }

    private Marks receipt(String actor, ConversationId conversation, Long delivered, Long read, boolean hidden) {
        return get(chat.receipts().advance(user(actor), new Command.Receipt(conversation, delivered, read, hidden)));
    }

    private List<ConversationId> inbox(String user) {
        return get(chat.conversations().inbox(user(user), new Command.Inbox(null, 100))).conversations().stream()
                .map(row -> row.conversation().id())
                .toList();
    }

    private List<String> members(String actor, ConversationId conversation) {
        return get(chat.conversations().members(user(actor), new Command.ListMembers(conversation, null, null)))
                .members()
                .stream()
                .map(member -> member.user().value())
                .toList();
    }
}
