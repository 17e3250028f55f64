package dev.parley.testkit.history.check;

import static dev.parley.testkit.history.check.Story.ADA;
import static dev.parley.testkit.history.check.Story.BOB;
import static dev.parley.testkit.history.check.Story.CREATED;
import static dev.parley.testkit.history.check.Story.CY;
import static dev.parley.testkit.history.check.Story.GROUP;
import static dev.parley.testkit.history.check.Story.entry;
import static dev.parley.testkit.history.check.Story.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.history.Change;
import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.Invocation;
import dev.parley.testkit.history.LogEntry;
import dev.parley.testkit.history.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract allows is no violation. */
class GoodHistoriesTest {

    private final Story story = new Story();

    private void passes() {
        HistoryReport report = story.judge();
        assertThat(report.violations()).isEmpty();
        assertThat(report.passed()).isTrue();
    }

    @Test
    void anUnknownOutcomeMayBePresent() {
        story.send(ADA, "k1").unknown();
        story.shown(BOB, CREATED, said(2, ADA, "k1")).log(CREATED, said(2, ADA, "k1"));
        passes();
    }

    @Test
    void anUnknownOutcomeMayBeAbsent() {
        story.send(ADA, "k1").unknown();
        story.log(CREATED);
        passes();
    }

    @Test
    void anOperationWithoutAnEndIsUnknown() {
        story.send(ADA, "k1");
        story.send(ADA, "k2");
        story.log(CREATED, said(2, ADA, "k2"));
        passes();
        assertThat(story.judge().tally().unknown()).isEqualTo(2);
    }

    @Test
    void anUnknownOutcomeMayLandAfterLaterWritesOfTheDevice() {
        story.send(ADA, "k1").unknown();
        story.sent(ADA, "k2", 2).log(CREATED, said(2, ADA, "k2"), said(3, ADA, "k1"));
        passes();
    }

    @Test
    void aRetryMayBeAckedAtThePlaceOfItsFirstAttempt() {
        story.send(ADA, "k1").unknown();
        story.sent(ADA, "k2", 3).sent(ADA, "k1", 2).sent(ADA, "k1", 2);
        story.log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        passes();
    }

    @Test
    void aRetryMayBeAckedAtANewPlace() {
        story.send(ADA, "k1").unknown();
        story.sent(ADA, "k2", 2).sent(ADA, "k1", 3);
        story.log(CREATED, said(2, ADA, "k2"), said(3, ADA, "k1"));
        passes();
    }

    @Test
    void whatWasRefusedStaysAway() {
        story.send(ADA, "k1").refused("forbidden");
        story.log(CREATED);
        passes();
    }

    @Test
    void aKeyUsedAgainForSomethingElseIsRefusedAndTheFirstStays() {
        story.send(ADA, "k1").unknown();
        story.write(ADA, "k1", Change.message("other")).refused("idempotency_conflict");
        story.log(CREATED, said(2, ADA, "k1"));
        passes();
    }

    @Test
    void whatIsTriedAgainAfterARefusalMaySucceed() {
        story.send(ADA, "k1").refused("forbidden");
        story.send(ADA, "k1").unknown();
        story.log(CREATED, said(2, ADA, "k1"));
        passes();
    }

    @Test
    void concurrentWritesMayTakeAnyOrder() {
        Invocation one = story.send(ADA, "k1");
        Invocation two = story.send(BOB, "k2");
        one.stored(3);
        two.stored(2);
        story.log(CREATED, said(2, BOB, "k2"), said(3, ADA, "k1"));
        passes();
    }

    @Test
    void aResetStartsFurtherOn() {
        story.sent(ADA, "k1", 2).sent(ADA, "k2", 3).shown(BOB, CREATED).recorder.reset(BOB, GROUP);
        story.shown(BOB, said(3, ADA, "k2")).recorder.caughtUp(BOB, GROUP, 3);
        story.log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        passes();
    }

    @Test
    void aFreshLifeStartsAnywhereAndMayRepeat() {
        story.sent(ADA, "k1", 2).sent(ADA, "k2", 3).shown(BOB, CREATED, said(2, ADA, "k1"));
        story.recorder.started(BOB, true);
        story.shown(BOB, said(2, ADA, "k1"), said(3, ADA, "k2"));
        story.log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        passes();
    }

    @Test
    void aLifeThatKeptItsDataMayRepeatTheEndAndGoesOn() {
        story.sent(ADA, "k1", 2).sent(ADA, "k2", 3).shown(BOB, CREATED, said(2, ADA, "k1"));
        story.recorder.started(BOB, false);
        story.shown(BOB, said(2, ADA, "k1"), said(3, ADA, "k2"));
        story.log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        passes();
    }

    @Test
    void whoWasOutForAWhileSkipsWhatLiesBetween() {
        LogEntry removed = entry(2, ADA, "k1", Change.memberRemoved("bob"));
        LogEntry added = entry(4, ADA, "k3", Change.membersAdded(List.of("bob")));
        story.wrote(ADA, "k1", removed.change(), 2)
                .sent(ADA, "k2", 3)
                .wrote(ADA, "k3", added.change(), 4)
                .shown(BOB, CREATED, removed, added)
                .log(CREATED, removed, said(3, ADA, "k2"), added);
        passes();
    }

    @Test
    void whereHistoryIsFullLaterMembersSeeItAll() {
        LogEntry created = new LogEntry(1, "ada", "create", Change.created(List.of("ada"), true));
        LogEntry added = entry(3, ADA, "k2", Change.membersAdded(List.of("bob")));
        story.sent(ADA, "k1", 2).wrote(ADA, "k2", Change.membersAdded(List.of("ada", "bob")), 3);
        story.shown(BOB, created, said(2, ADA, "k1"), added).log(created, said(2, ADA, "k1"), added);
        passes();
    }

    @Test
    void whatStoodThereBeforeNeedsNoInvocation() {
        story.recorder.base(GROUP, 7, List.of("ada", "bob"), false);
        story.sent(ADA, "k1", 8).shown(BOB, said(7, CY, "old"), said(8, ADA, "k1"));
        story.log(said(7, CY, "old"), said(8, ADA, "k1"));
        passes();
    }

    @Test
    void editsAndDeletesChangeWhatIsShown() {
        LogEntry edit = entry(3, ADA, "k2", Change.edit(2, "better"));
        LogEntry delete = entry(4, ADA, "k3", Change.delete(2));
        story.sent(ADA, "k1", 2).wrote(ADA, "k2", edit.change(), 3);
        story.shown(BOB, CREATED, said(2, ADA, "k1"), edit);
        story.recorder.redrawn(BOB, GROUP, entry(2, ADA, "k1", Change.message("better")));
        Invocation read = story.read(CY, 0);
        story.wrote(ADA, "k3", delete.change(), 4).shown(BOB, delete);
        story.recorder.redrawn(BOB, GROUP, entry(2, ADA, "k1", Change.message(null)));
        read.page(3, List.of(CREATED, entry(2, ADA, "k1", Change.message("better")), edit));
        // On its way to cy when the delete was acked.
        story.shown(CY, CREATED, said(2, ADA, "k1"), edit, delete);
        story.log(
                CREATED, entry(2, ADA, "k1", Change.message(null)), entry(3, ADA, "k2", Change.edit(2, null)), delete);
        passes();
    }

    @Test
    void marksRise() {
        story.sent(ADA, "k1", 2).shown(BOB, CREATED, said(2, ADA, "k1"));
        story.recorder.invoke(BOB, new Operation.Mark(GROUP, 1, 0)).marks(1, 0);
        story.recorder.invoke(BOB, new Operation.Mark(GROUP, 9, 9)).marks(2, 2);
        story.recorder.marked(ADA, GROUP, "bob", 1, 0);
        story.recorder.marked(ADA, GROUP, "bob", 2, 2);
        story.log(CREATED, said(2, ADA, "k1"));
        passes();
    }

    @Test
    void aConversationIsMadeInTheRun() {
        Client dan = new Client("dan", "d");
        story.recorder
                .invoke(dan, new Operation.Write(null, "make", Change.created(List.of("dan"), false)))
                .created("c.new");
        LogEntry created = new LogEntry(1, "dan", "make", Change.created(List.of("dan"), false));
        story.recorder.delivered(dan, "c.new", created);
        story.recorder.finalPage("c.new", 1, List.of(created));
        passes();
    }

    @Test
    void aConversationMayBeWrittenToBeforeItsMakerIsAnswered() {
        Client dan = new Client("dan", "d");
        Invocation making =
                story.recorder.invoke(dan, new Operation.Write(null, "make", Change.created(List.of("bob"), false)));
        LogEntry created = new LogEntry(1, "dan", "make", Change.created(List.of("bob"), false));
        story.recorder
                .invoke(BOB, new Operation.Write("c.new", "k1", Change.message("k1")))
                .stored(2);
        making.created("c.new");
        story.recorder.finalPage("c.new", 2, List.of(created, said(2, BOB, "k1")));
        passes();
    }

    @Test
    void withoutAFinalReadNothingIsCalledGood() {
        story.sent(ADA, "k1", 2).shown(BOB, CREATED, said(2, ADA, "k1"));
        HistoryReport report = story.judge();
        assertThat(report.violations()).isEmpty();
        assertThat(report.passed()).isFalse();
        assertThat(report.withoutFinal()).containsExactly(GROUP);
    }

    @Test
    void aFinalReadThatStopsShortOfTheHeadIsNone() {
        story.sent(ADA, "k1", 2).recorder.finalPage(GROUP, 2, List.of(CREATED));
        assertThat(story.judge().withoutFinal()).containsExactly(GROUP);
    }
}
