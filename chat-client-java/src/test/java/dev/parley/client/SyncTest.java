package dev.parley.client;

import static dev.parley.client.fake.World.ADA;
import static dev.parley.client.fake.World.BOB;
import static dev.parley.client.fake.World.C1;
import static dev.parley.client.fake.World.C2;
import static dev.parley.client.fake.World.entry;
import static dev.parley.client.fake.World.page;
import static dev.parley.client.fake.World.said;
import static dev.parley.client.fake.World.summary;
import static dev.parley.client.fake.World.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.fake.ScriptedServer.Asked;
import dev.parley.client.fake.World;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.model.EntryBody;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SyncTest {

    private final InMemoryClientStore store = new InMemoryClientStore();
    private final World world = new World(store, ClientOptions.DEFAULT);

    @Test
    void theFirstSyncTellsEveryEntryOnceAndInOrder() {
        Asked<Command.Sync> sync = world.signIn();
        assertThat(sync.command().cursors()).isEmpty();
        world.catchUp(sync, synced(C1, 1, 3), synced(C2, 4, 5));
        assertThat(world.entries)
                .containsExactly("c.1#1 backlog", "c.1#2 backlog", "c.1#3 backlog", "c.2#4 backlog", "c.2#5 backlog");
        assertThat(world.client.messages().timeline(C1).before()).isFalse();
        assertThat(world.client.messages().timeline(C2).before()).isTrue();
        assertThat(world.heard).endsWith("state LIVE", "synced");
        assertThat(world.client.conversations().list()).hasSize(2);
    }

    @Test
    void aLiveEntryTakesItsPlaceAndADuplicateDoesNot() {
        world.goLive(synced(C1, 1, 3));
        world.entries.clear();
        world.server.push(new Event.Appended(said(C1, 4)));
        world.server.push(new Event.Appended(said(C1, 4)));
        world.server.push(new Event.Appended(said(C1, 2)));
        assertThat(world.entries).containsExactly("c.1#4");
        assertThat(world.client.messages().timeline(C1).cursor()).isEqualTo(4);
    }

    @Test
    void aGapIsFilledFromHistoryBeforeAnythingAfterItShows() {
        world.goLive(synced(C1, 1, 3));
        world.entries.clear();
        world.server.push(new Event.Appended(said(C1, 6)));
        world.server.push(new Event.Appended(said(C1, 7)));
        assertThat(world.entries).isEmpty();
        Asked<Command.History> history = next(Command.History.class);
        assertThat(history.command().after()).isEqualTo(3);
        assertThat(waiting(Command.History.class)).isZero();
        world.server.answer(history, new Result.Page(page(C1, 4, 6, 6, true)));
        assertThat(world.entries).containsExactly("c.1#4", "c.1#5", "c.1#6", "c.1#7");
    }

    @Test
    void entriesOutOfOrderSortThemselvesWithoutHistory() {
        world.goLive(synced(C1, 1, 3));
        world.entries.clear();
        world.server.push(new Event.Appended(said(C1, 5)));
        Asked<Command.History> history = next(Command.History.class);
        world.server.push(new Event.Appended(said(C1, 4)));
        assertThat(world.entries).containsExactly("c.1#4", "c.1#5");
        world.server.answer(history, new Result.Page(page(C1, 4, 5, 5, true)));
        assertThat(world.entries).hasSize(2);
    }

    @Test
    void aGapWiderThanAPageIsReadPageByPage() {
        world.goLive(synced(C1, 1, 3));
        world.entries.clear();
        world.server.push(new Event.Hint(C1, 303));
        world.server.answer(next(Command.History.class), new Result.Page(page(C1, 4, 203, 303, true)));
        Asked<Command.History> second = next(Command.History.class);
        assertThat(second.command().after()).isEqualTo(203);
        world.server.answer(second, new Result.Page(page(C1, 204, 303, 303, true)));
        assertThat(world.entries).hasSize(300).startsWith("c.1#4").endsWith("c.1#303");
    }

    @Test
    void aHopelesslyWideGapStartsTheTimelineAnew() {
        world.goLive(synced(C1, 1, 3));
        world.entries.clear();
        world.server.push(new Event.Hint(C1, 5_000));
        Asked<Command.History> newest = next(Command.History.class);
        assertThat(newest.command().after()).isNull();
        world.server.answer(newest, new Result.Page(page(C1, 4_801, 5_000, 5_000, true)));
        assertThat(world.heard).contains("reset c.1");
        assertThat(world.entries).hasSize(200).startsWith("c.1#4801");
        assertThat(world.client.messages().timeline(C1).before()).isTrue();
    }

    @Test
    void aFailedRepairIsTriedAgain() {
        world.goLive(synced(C1, 1, 3));
        world.server.push(new Event.Hint(C1, 4));
        world.server.fail(next(Command.History.class), "overloaded", true, 1_000L);
        world.loop.advance(1_000);
        world.server.answer(next(Command.History.class), new Result.Page(page(C1, 4, 4, 4, true)));
        assertThat(world.client.messages().timeline(C1).cursor()).isEqualTo(4);
    }

    @Test
    void entriesBeforeTheEndOfTheBacklogWaitForTheirPage() {
        Asked<Command.Sync> sync = world.signIn();
        world.server.answer(sync, new Result.Done());
        world.server.push(new Event.Appended(said(C1, 5)));
        assertThat(waiting(Command.History.class)).isZero();
        world.server.push(synced(C1, 1, 4));
        world.server.push(new Event.SyncDone(false));
        assertThat(world.entries)
                .containsExactly("c.1#1 backlog", "c.1#2 backlog", "c.1#3 backlog", "c.1#4 backlog", "c.1#5 backlog");
        assertThat(waiting(Command.History.class)).isZero();
    }

    @Test
    void aReconnectSyncsFromTheCursors() {
        world.goLive(synced(C1, 1, 3), synced(C2, 1, 1));
        world.entries.clear();
        world.server.drop(1006);
        Asked<Command.Sync> sync = world.comeBack();
        assertThat(sync.command().cursors()).isEqualTo(Map.of(C1, 3L, C2, 1L));
        world.catchUp(
                sync,
                new Event.Synced(summary(C1, 5), page(C1, 4, 5, 5, true), false),
                new Event.Synced(summary(C2, 1), null, false));
        assertThat(world.entries).containsExactly("c.1#4 backlog", "c.1#5 backlog");
        assertThat(world.client.messages().timeline(C1).items()).hasSize(5);
    }

    @Test
    void aLimitedPageDropsWhatWasHeldAndRepeatsNothing() {
        world.goLive(synced(C1, 1, 3));
        world.entries.clear();
        world.server.drop(1006);
        world.catchUp(world.comeBack(), new Event.Synced(summary(C1, 100), page(C1, 51, 100, 100, true), true));
        assertThat(world.heard).contains("reset c.1");
        assertThat(world.entries).hasSize(50).startsWith("c.1#51 backlog");
        Timeline timeline = world.client.messages().timeline(C1);
        assertThat(timeline.items().get(0).seq()).isEqualTo(51);
        assertThat(timeline.before()).isTrue();
    }

    @Test
    void conversationsThatTheSyncDidNotReachAreFoundThroughTheInbox() {
        world.goLive(synced(C1, 1, 3), synced(C2, 1, 1));
        world.server.drop(1006);
        Asked<Command.Sync> sync = world.comeBack();
        world.server.answer(sync, new Result.Done());
        world.server.push(new Event.Synced(summary(C2, 1), null, false));
        world.server.push(new Event.SyncDone(true));
        Asked<Command.Inbox> inbox = next(Command.Inbox.class);
        world.server.answer(inbox, new Result.InboxPage(List.of(summary(C2, 1), summary(C1, 4)), "more"));
        Asked<Command.History> history = next(Command.History.class);
        assertThat(history.command().conversation()).isEqualTo(C1);
        assertThat(history.command().after()).isEqualTo(3);
        assertThat(waiting(Command.Inbox.class)).isZero();
    }

    @Test
    void aNewConversationStartsFromItsFirstEntry() {
        world.goLive();
        world.server.push(new Event.InboxChanged(summary(C1, 2)));
        world.server.push(new Event.Appended(said(C1, 1)));
        world.server.push(new Event.Appended(said(C1, 2)));
        assertThat(world.entries).containsExactly("c.1#1", "c.1#2");
    }

    @Test
    void anEntryOfAnUnknownConversationMakesTheClientAsk() {
        world.goLive();
        world.server.push(new Event.Appended(said(C1, 2)));
        Asked<Command.Show> show = next(Command.Show.class);
        world.server.answer(show, new Result.Opened(summary(C1, 2)));
        Asked<Command.History> history = next(Command.History.class);
        assertThat(history.command().after()).isEqualTo(0);
        world.server.answer(history, new Result.Page(page(C1, 1, 2, 2, false)));
        assertThat(world.entries).containsExactly("c.1#1", "c.1#2");
    }

    @Test
    void aVisibleHoleAfterARejoinIsNoGap() {
        world.goLive(synced(C1, 1, 3));
        world.entries.clear();
        world.server.push(new Event.Appended(said(C1, 20)));
        world.server.answer(next(Command.History.class), new Result.Page(page(C1, 20, 20, 20, true)));
        assertThat(world.entries).containsExactly("c.1#20");
        world.server.push(new Event.Appended(said(C1, 21)));
        assertThat(world.entries).containsExactly("c.1#20", "c.1#21");
    }

    @Test
    void aServerWhoseHistoryWasReplacedIsBelieved() {
        world.goLive(synced(C1, 1, 9));
        world.entries.clear();
        world.server.drop(1006);
        world.catchUp(world.comeBack(), new Event.Synced(summary(C1, 2), page(C1, 1, 2, 2, false), false));
        assertThat(world.heard).contains("reset c.1");
        assertThat(world.client.messages().timeline(C1).items()).hasSize(2);
        world.server.push(new Event.Appended(said(C1, 3)));
        assertThat(world.entries).containsExactly("c.1#1 backlog", "c.1#2 backlog", "c.1#3");
    }

    @Test
    void anEntryThatOvertakesItsSyncedPageIsNoReplacedHistory() {
        world.goLive(synced(C1, 1, 3));
        world.entries.clear();
        world.server.drop(1006);
        Asked<Command.Sync> sync = world.comeBack();
        world.server.push(new Event.Appended(said(C1, 4)));
        world.catchUp(sync, new Event.Synced(summary(C1, 3), null, false));
        assertThat(world.entries).containsExactly("c.1#4 backlog");
        assertThat(world.client.messages().timeline(C1).items()).hasSize(4);
    }

    @Test
    void whatMayNoLongerBeSeenIsGivenUp() {
        world.goLive(synced(C1, 1, 3));
        world.server.push(new Event.Hint(C1, 9));
        world.server.fail(next(Command.History.class), "not_found", false, null);
        world.server.push(new Event.Ping());
        world.loop.advance(40_000);
        assertThat(waiting(Command.History.class)).isZero();
    }

    @Test
    void modificationsChangeTheMessageAndADeleteLeavesNothing() {
        world.goLive(synced(C1, 1, 3));
        push(4, new EntryBody.Edit(2, MessageBody.text("secret")));
        push(5, new EntryBody.Reaction(2, "+1", true));
        assertThat(message(2).body().content().text()).isEqualTo("secret");
        assertThat(message(2).reactions()).hasSize(1);
        push(6, new EntryBody.Delete(2));
        assertThat(message(2).deleted()).isTrue();
        assertThat(world.heard).contains("changed c.1#2");
        assertThat(world.client.messages().timeline(C1).items().get(3))
                .isInstanceOfSatisfying(
                        EntryPage.Happened.class,
                        edit -> assertThat(edit.entry().body()).isEqualTo(new EntryBody.Edit(2, null)));
        world.loop.advance(10_000);
        assertThat(store.open().cache())
                .filteredOn(Event.Appended.class::isInstance)
                .isEmpty();
    }

    @Test
    void anOlderPageIsBroughtUpToDateWithWhatHappenedOnItsWay() {
        world.goLive(synced(C1, 4, 6));
        var longer = world.client.messages().loadOlder(C1, 3).toCompletableFuture();
        Asked<Command.History> history = next(Command.History.class);
        assertThat(history.command().before()).isEqualTo(4);
        push(7, new EntryBody.Delete(2));
        world.server.answer(history, new Result.Page(page(C1, 1, 3, 6, false)));
        assertThat(longer).isCompleted();
        assertThat(longer.join().items()).hasSize(7);
        assertThat(message(2).deleted()).isTrue();
        assertThat(world.client.messages().timeline(C1).before()).isFalse();
    }

    @Test
    void theCopyOutlivesTheClient() {
        world.goLive(synced(C1, 1, 3));
        push(4, new EntryBody.Edit(1, MessageBody.text("better")));
        world.server.push(new Event.Appended(said(C1, 5)));
        List<EntryPage.Item> held = world.client.messages().timeline(C1).items();
        var row = world.client.conversations().find(C1);
        world.client.close();
        World next = new World(store, ClientOptions.DEFAULT);
        assertThat(next.client.user()).contains(ADA);
        assertThat(next.client.messages().timeline(C1).items()).isEqualTo(held);
        assertThat(next.client.conversations().find(C1)).isEqualTo(row);
        assertThat(next.entries).isEmpty();
        assertThat(next.signIn().command().cursors()).isEqualTo(Map.of(C1, 5L));
    }

    @Test
    void theCursorIsWrittenOnlyAfterTheListenerHeardOfTheEntry() {
        world.goLive(synced(C1, 1, 3));
        long[] remembered = {-1};
        world.client.addListener(new ClientListener() {
            @Override
            public void entry(dev.parley.model.ConversationId conversation, EntryPage.Item item, boolean live) {
                remembered[0] = store.open().cache().stream()
                        .filter(event -> event instanceof Event.Appended)
                        .count();
            }
        });
        world.server.push(new Event.Appended(said(C1, 4)));
        assertThat(remembered[0]).isZero();
        assertThat(store.open().cache()).contains(new Event.Appended(said(C1, 4)));
    }

    @Test
    void aListenerThatThrowsHidesNothingFromTheOthers() {
        world.client.addListener(new ClientListener() {
            @Override
            public void entry(dev.parley.model.ConversationId conversation, EntryPage.Item item, boolean live) {
                throw new IllegalStateException("listener");
            }
        });
        world.goLive(synced(C1, 1, 2));
        assertThat(world.entries).hasSize(2);
        assertThat(world.failures).hasSize(2);
    }

    @Test
    void theCopyOfOneConversationIsBounded() {
        ClientOptions options =
                new ClientOptions("", Duration.ofSeconds(30), Duration.ofSeconds(15), true, 10, 100, 50, 50);
        World small = new World(new InMemoryClientStore(), options);
        small.goLive(synced(C1, 1, 3));
        LongStream.rangeClosed(4, 1_000).forEach(seq -> small.server.push(new Event.Appended(said(C1, seq))));
        Timeline timeline = small.client.messages().timeline(C1);
        assertThat(timeline.items()).hasSizeBetween(100, 125);
        assertThat(timeline.before()).isTrue();
        assertThat(timeline.cursor()).isEqualTo(1_000);
        assertThat(small.entries).hasSize(1_000);
    }

    @Test
    void theRowOfTheInboxFollowsWhatHappens() {
        world.goLive(synced(C1, 1, 3));
        assertThat(row().unread().messages()).isEqualTo(3);
        world.server.push(new Event.Appended(said(C1, 4)));
        assertThat(row().unread().messages()).isEqualTo(4);
        assertThat(row().last()).isNotNull().extracting(Message::seq).isEqualTo(4L);
        world.client.conversations().markRead(C1, 3, false);
        world.loop.run();
        assertThat(row().unread().messages()).isEqualTo(1);
        world.server.push(new Event.Appended(entry(C1, 5, ADA, "x", new EntryBody.Posted(MessageBody.text("mine")))));
        assertThat(row().unread().messages()).isEqualTo(1);
        push(6, new EntryBody.Delete(4));
        assertThat(row().unread().messages()).isZero();
        push(7, new EntryBody.Renamed("Crew"));
        assertThat(row().conversation().title()).isEqualTo("Crew");
        push(8, new EntryBody.MemberRemoved(ADA));
        assertThat(row().role()).isNull();
        assertThat(row().conversation().memberCount()).isZero(); // who left is not told
    }

    private dev.parley.view.ConversationSummary row() {
        return world.client.conversations().find(C1).orElseThrow();
    }

    private void push(long seq, EntryBody body) {
        world.server.push(new Event.Appended(entry(C1, seq, BOB, "k" + seq, body)));
    }

    private Message message(long seq) {
        return world.client.messages().timeline(C1).items().stream()
                .filter(item -> item.seq() == seq)
                .map(item -> ((EntryPage.Said) item).message())
                .findFirst()
                .orElseThrow();
    }

    private <C extends Command> Asked<C> next(Class<C> kind) {
        return world.server.next(kind);
    }

    private long waiting(Class<? extends Command> kind) {
        return world.server.waiting().stream().filter(kind::isInstance).count();
    }
}
