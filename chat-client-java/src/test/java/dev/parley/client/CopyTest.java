package dev.parley.client;

import static dev.parley.client.fake.World.ADA;
import static dev.parley.client.fake.World.BOB;
import static dev.parley.client.fake.World.C1;
import static dev.parley.client.fake.World.entry;
import static dev.parley.client.fake.World.page;
import static dev.parley.client.fake.World.said;
import static dev.parley.client.fake.World.summary;
import static dev.parley.client.fake.World.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.fake.ScriptedServer.Asked;
import dev.parley.client.fake.World;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.EntryPage.Happened;
import dev.parley.view.EntryPage.Said;
import dev.parley.view.MemberMarks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The copy that a client grows is the one that it would be given anew: what the random worlds found, one by one. */
class CopyTest {

    private final InMemoryClientStore store = new InMemoryClientStore();
    private final World world = new World(store, ClientOptions.DEFAULT);

    @Test
    void theCacheKeepsEntriesThatTookTheirPlaceBehindAPage() {
        world.goLive(synced(C1, 1, 3));
        world.server.push(new Event.Appended(said(C1, 6)));
        world.server.push(new Event.Appended(said(C1, 7)));
        world.server.answer(world.server.next(Command.History.class), new Result.Page(page(C1, 4, 5, 7, true)));
        assertThat(world.entries).endsWith("c.1#6", "c.1#7");
        World again = new World(store, ClientOptions.DEFAULT);
        assertThat(again.signIn().command().cursors()).isEqualTo(Map.of(C1, 7L));
    }

    @Test
    void aPageOlderThanTheEventsBeforeItTakesNothingBack() {
        Asked<Command.Sync> sync = world.signIn();
        world.server.push(new Event.InboxChanged(summary(C1, 3)));
        world.server.push(new Event.Appended(said(C1, 2)));
        world.server.push(new Event.Appended(said(C1, 3)));
        world.server.push(new Event.Appended(said(C1, 1)));
        world.catchUp(sync, synced(C1, 1, 1));
        world.server.push(new Event.Appended(said(C1, 4)));
        assertThat(world.entries.stream().map(line -> line.substring(0, 5)))
                .containsExactly("c.1#1", "c.1#2", "c.1#3", "c.1#4");
        assertThat(world.server.waiting()).noneMatch(Command.History.class::isInstance);
    }

    @Test
    void whoComesBackForgetsTheEarlierStay() {
        world.goLive(synced(C1, 1, 3));
        world.server.push(new Event.InboxChanged(with(summary(C1, 6), 6, null)));
        Timeline timeline = world.client.messages().timeline(C1);
        assertThat(timeline.items()).isEmpty();
        assertThat(timeline.before()).isTrue();
        assertThat(world.heard).contains("reset c.1");
        world.server.push(new Event.Appended(said(C1, 6)));
        assertThat(world.entries).endsWith("c.1#6");
    }

    @Test
    void marksThatComeBeforeTheirRowAreKept() {
        Asked<Command.Sync> sync = world.signIn();
        world.server.push(new Event.MarksGrew(C1, BOB, new Marks(2, 2, 2)));
        world.server.push(new Event.MarksGrew(C1, ADA, new Marks(3, 1, 1)));
        world.catchUp(sync, synced(C1, 1, 3));
        assertThat(row().memberMarks()).contains(new MemberMarks(BOB, new Marks(2, 2, 2)));
        assertThat(row().marks().read()).isEqualTo(1);
        assertThat(row().unread().messages()).isEqualTo(2);
    }

    @Test
    void anEditInAnOlderPageSaysNothingOfWhatWasDeletedMeanwhile() {
        world.goLive(synced(C1, 5, 6));
        world.client.messages().loadOlder(C1, 10);
        world.loop.run();
        Asked<Command.History> older = world.server.next(Command.History.class);
        world.server.push(new Event.Appended(entry(C1, 7, BOB, "k7", new EntryBody.Delete(3))));
        EntryBody edit = new EntryBody.Edit(3, MessageBody.text("secret"));
        List<EntryPage.Item> items =
                List.of(new Said(Message.of(said(C1, 3))), new Happened(entry(C1, 4, BOB, "k4", edit)));
        world.server.answer(older, new Result.Page(new EntryPage(items, 6, 6, true, true)));
        assertThat(world.client.messages().timeline(C1).items()).hasSize(5).noneMatch(CopyTest::says);
    }

    @Test
    void aMessageThatAPageChangesTwiceIsShownOnceAndAsItIs() {
        world.goLive(synced(C1, 1, 3));
        world.server.push(new Event.Appended(said(C1, 6)));
        Asked<Command.History> gap = world.server.next(Command.History.class);
        EntryBody edit = new EntryBody.Edit(3, MessageBody.text("secret"));
        List<EntryPage.Item> items = List.of(
                new Happened(entry(C1, 4, BOB, "k4", edit)),
                new Happened(entry(C1, 5, BOB, "k5", new EntryBody.Delete(3))),
                new Said(Message.of(said(C1, 6))));
        world.server.answer(gap, new Result.Page(new EntryPage(items, 6, 6, true, false)));
        assertThat(world.heard).containsOnlyOnce("changed c.1#3");
    }

    @Test
    void aDeleteStaysCountedWhenAnOlderRowComesAfterIt() {
        world.goLive(synced(C1, 5, 6));
        assertThat(row().unread().messages()).isEqualTo(6);
        world.server.push(new Event.Appended(entry(C1, 7, BOB, "k7", new EntryBody.Delete(5))));
        assertThat(row().unread().messages()).isEqualTo(5);
        world.server.push(new Event.InboxChanged(summary(C1, 6)));
        assertThat(row().unread().messages()).isEqualTo(5);
    }

    @Test
    void aMessageFromBeforeOneJoinedMovesNoRowUp() {
        UUID joined = new UUID(2, 0);
        Entry ahead = new Entry(
                C1,
                1,
                new UUID(9, 1),
                said(C1, 1).origin(),
                Instant.EPOCH,
                said(C1, 1).body()); // by a clock that is ahead
        List<EntryPage.Item> items = List.of(
                new Said(Message.of(ahead)), new Said(Message.of(said(C1, 2))), new Said(Message.of(said(C1, 3))));
        ConversationSummary row = with(summary(C1, 3), 1, joined);
        world.goLive(new Event.Synced(row, new EntryPage(items, 3, 3, false, false), false));
        assertThat(row().sortId()).isEqualTo(joined);
    }

    private static boolean says(EntryPage.Item item) {
        return item.toString().contains("secret")
                || (item instanceof Happened happened
                        && happened.entry().body() instanceof EntryBody.Edit edit
                        && edit.body() != null)
                || (item instanceof Said said
                        && said.seq() == 3
                        && !said.message().deleted());
    }

    private static ConversationSummary with(ConversationSummary row, long visibleFrom, @Nullable UUID sortId) {
        return new ConversationSummary(
                row.conversation(),
                row.head(),
                visibleFrom,
                row.role(),
                row.peer(),
                row.last(),
                row.marks(),
                row.unread(),
                row.settings(),
                sortId,
                row.memberMarks());
    }

    private ConversationSummary row() {
        return world.client.conversations().find(C1).orElseThrow();
    }
}
