package dev.parley.client;

import static dev.parley.client.fake.World.ADA;
import static dev.parley.client.fake.World.BOB;
import static dev.parley.client.fake.World.C1;
import static dev.parley.client.fake.World.entry;
import static dev.parley.client.fake.World.said;
import static dev.parley.client.fake.World.summary;
import static dev.parley.client.fake.World.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.fake.ScriptedServer.Asked;
import dev.parley.client.fake.World;
import dev.parley.client.store.InMemoryClientStore;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.MessageBody;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private final InMemoryClientStore store = new InMemoryClientStore();
    private final World world = new World(store, ClientOptions.DEFAULT);

    @Test
    void whatArrivedIsSaidOnceForMany() {
        world.goLive(synced(C1, 1, 3));
        for (long seq = 4; seq <= 9; seq++) {
            world.server.push(new Event.Appended(said(C1, seq)));
        }
        world.loop.advance(150);
        Asked<Command.Receipt> receipt = world.server.next(Command.Receipt.class);
        assertThat(receipt.command()).isEqualTo(new Command.Receipt(C1, 9L, null, false));
        world.server.answer(receipt, new Result.MarksAre(new Marks(9, 0, 0)));
        world.loop.advance(1_000);
        assertThat(world.server.waiting()).isEmpty();
    }

    @Test
    void onesOwnMessagesNeedNoReceipt() {
        world.goLive(new Event.Synced(summary(C1, 0), World.page(C1, 1, 0, 0, false), false));
        world.server.push(new Event.Appended(entry(C1, 1, ADA, "x", new EntryBody.Posted(MessageBody.text("mine")))));
        world.loop.advance(1_000);
        assertThat(world.server.waiting()).isEmpty();
    }

    @Test
    void deliveredCanBeLeftToTheApplication() {
        ClientOptions options =
                new ClientOptions("", Duration.ofSeconds(30), Duration.ofSeconds(15), false, 10, 500, 50, 50);
        World silent = new World(new InMemoryClientStore(), options);
        silent.goLive(synced(C1, 1, 3));
        silent.loop.advance(1_000);
        assertThat(silent.server.waiting()).isEmpty();
    }

    @Test
    void aReadMarkMadeOfflineIsSaidLaterAlsoByALaterLife() {
        world.goLive(synced(C1, 1, 3));
        delivered(3);
        world.server.drop(1006);
        world.client.conversations().markRead(C1, 2, false);
        world.loop.run();
        assertThat(world.client.conversations().find(C1).orElseThrow().marks().read())
                .isEqualTo(2);
        world.client.close();
        World next = new World(store, ClientOptions.DEFAULT);
        next.goLive(new Event.Synced(summary(C1, 3), null, false));
        next.loop.advance(150);
        assertThat(next.server.next(Command.Receipt.class).command().read()).isEqualTo(2);
    }

    @Test
    void aReadMarkNeverPassesTheHead() {
        world.goLive(synced(C1, 1, 3));
        world.client.conversations().markRead(C1, 99, false);
        world.loop.advance(150);
        assertThat(world.server.next(Command.Receipt.class).command().read()).isEqualTo(3);
    }

    @Test
    void aHiddenReadMarkStaysHidden() {
        world.goLive(synced(C1, 1, 3));
        delivered(3);
        world.client.conversations().markRead(C1, 3, true);
        world.loop.advance(150);
        Asked<Command.Receipt> receipt = world.server.next(Command.Receipt.class);
        assertThat(receipt.command()).isEqualTo(new Command.Receipt(C1, null, 3L, true));
        world.server.answer(receipt, new Result.MarksAre(new Marks(3, 3, 0)));
        world.loop.advance(1_000);
        assertThat(world.server.waiting()).isEmpty();
        assertThat(world.client.conversations().find(C1).orElseThrow().marks()).isEqualTo(new Marks(3, 3, 0));
    }

    @Test
    void aReceiptThatFailedIsSaidAgain() {
        world.goLive(synced(C1, 1, 3));
        world.loop.advance(150);
        world.server.fail(world.server.next(Command.Receipt.class), "overloaded", true, 2_000L);
        world.loop.advance(2_000);
        assertThat(world.server.next(Command.Receipt.class).command().delivered())
                .isEqualTo(3);
    }

    @Test
    void othersMarksOnlyGrow() {
        world.goLive(synced(C1, 1, 3));
        world.server.push(new Event.MarksGrew(C1, BOB, new Marks(3, 2, 2)));
        world.server.push(new Event.MarksGrew(C1, BOB, new Marks(1, 1, 1)));
        assertThat(world.heard).containsOnlyOnce("marks c.1 bob 3 2").doesNotContain("marks c.1 bob 1 1");
        assertThat(world.client.conversations().find(C1).orElseThrow().memberMarks())
                .contains(new dev.parley.view.MemberMarks(BOB, new Marks(3, 2, 2)));
    }

    @Test
    void marksThatCameBeforeTheirRowAreInIt() {
        world.goLive();
        world.server.push(new Event.MarksGrew(C1, BOB, new Marks(3, 2, 2)));
        world.server.push(new Event.InboxChanged(summary(C1, 3)));
        assertThat(world.client.conversations().find(C1).orElseThrow().memberMarks())
                .contains(new dev.parley.view.MemberMarks(BOB, new Marks(3, 2, 2)));
    }

    @Test
    void marksThatAreHeardLateAreToldAsFarAsIsKnown() {
        world.goLive(synced(C1, 1, 3));
        world.server.push(new Event.MarksGrew(C1, BOB, new Marks(3, 1, 1)));
        world.server.push(new Event.MarksGrew(C1, BOB, new Marks(2, 2, 2)));
        world.server.push(new Event.MarksGrew(C1, ADA, new Marks(3, 1, 1)));
        world.server.push(new Event.MarksGrew(C1, ADA, new Marks(2, 2, 2)));
        assertThat(world.heard).contains("marks c.1 bob 3 2", "marks c.1 ada 3 2");
        assertThat(world.heard).doesNotContain("marks c.1 bob 2 2", "marks c.1 ada 2 2");
    }

    @Test
    void readingOnAnotherDeviceClearsTheUnreadHere() {
        world.goLive(synced(C1, 1, 3));
        world.server.push(new Event.MarksGrew(C1, ADA, new Marks(3, 3, 3)));
        assertThat(world.client.conversations().find(C1).orElseThrow().unread().messages())
                .isZero();
    }

    private void delivered(long seq) {
        world.loop.advance(150);
        world.server.answer(world.server.next(Command.Receipt.class), new Result.MarksAre(new Marks(seq, 0, 0)));
    }
}
