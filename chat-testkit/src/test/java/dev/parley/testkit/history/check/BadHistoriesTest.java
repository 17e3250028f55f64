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
import dev.parley.testkit.history.Invocation;
import dev.parley.testkit.history.LogEntry;
import dev.parley.testkit.history.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each bad history is caught by the rule that it breaks, and by no other. */
class BadHistoriesTest {

    private final Story story = new Story();

    @Test
    void whatWasAckedAndIsAbsentIsLost() {
        story.sent(ADA, "k1", 2).sent(ADA, "k2", 3).log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.LOST);
    }

    @Test
    void whatWasShownAndIsAbsentIsLost() {
        story.send(ADA, "k1").unknown();
        story.shown(BOB, CREATED, said(2, ADA, "k1")).log(CREATED);
        assertThat(story.broken()).containsExactly(Rule.LOST);
    }

    @Test
    void anEmptyLogHasLostEverything() {
        story.sent(ADA, "k1", 2).recorder.finalPage(GROUP, 0, List.of());
        assertThat(story.broken()).containsExactly(Rule.LOST);
    }

    @Test
    void whatNobodyAskedForIsAPhantom() {
        story.sent(ADA, "k1", 2).log(CREATED, said(2, ADA, "k1"), said(3, BOB, "k9"));
        assertThat(story.broken()).containsExactly(Rule.PHANTOM);
    }

    @Test
    void whatIsSeenBeforeItIsAskedForIsAPhantom() {
        story.shown(BOB, CREATED, said(2, ADA, "k1")).sent(ADA, "k1", 2).log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.PHANTOM);
    }

    @Test
    void whatNobodyWroteIsAPhantom() {
        story.sent(ADA, "k1", 2).log(CREATED, entry(2, ADA, "k1", Change.message("something else")));
        assertThat(story.broken()).containsExactly(Rule.PHANTOM);
    }

    @Test
    void anotherKindOfEntryUnderTheKeyIsAPhantom() {
        story.sent(ADA, "k1", 2)
                .wrote(ADA, "k2", Change.reaction(2, "heart", true), 3)
                .log(CREATED, said(2, ADA, "k1"), entry(3, ADA, "k2", Change.reaction(2, "heart", false)));
        assertThat(story.broken()).containsExactly(Rule.PHANTOM);
    }

    @Test
    void whatWasRefusedAndIsThereIsResurrected() {
        story.send(ADA, "k1").refused("forbidden");
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.RESURRECTED);
    }

    @Test
    void aRefusalSpeaksForTheAttemptsBeforeIt() {
        story.send(ADA, "k1").unknown();
        story.send(ADA, "k1").refused("forbidden");
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.RESURRECTED);
    }

    @Test
    void aKeyThatStandsTwiceIsADuplicate() {
        story.sent(ADA, "k1", 2).log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.DUPLICATE);
    }

    @Test
    void aPlaceShownTwiceIsADuplicate() {
        story.sent(ADA, "k1", 2)
                .shown(BOB, CREATED, said(2, ADA, "k1"), said(2, ADA, "k1"))
                .log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.DUPLICATE);
    }

    @Test
    void aResetDoesNotExcuseShowingAgain() {
        story.sent(ADA, "k1", 2)
                .shown(BOB, CREATED, said(2, ADA, "k1"))
                .recorder
                .reset(BOB, GROUP);
        story.shown(BOB, said(2, ADA, "k1")).log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.DUPLICATE);
    }

    @Test
    void aRetryAckedElsewhereIsADuplicate() {
        story.sent(ADA, "k1", 2).sent(ADA, "k1", 3).log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.DUPLICATE);
    }

    @Test
    void devicesThatSeeDifferentOrdersDiverge() {
        story.sent(ADA, "k1", 2).sent(ADA, "k2", 3);
        story.shown(BOB, CREATED, said(2, ADA, "k2"), said(3, ADA, "k1"))
                .shown(CY, CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"))
                .log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        assertThat(story.broken()).containsExactly(Rule.DIVERGENT_ORDER);
    }

    @Test
    void anAckThatNamesAnotherPlaceDiverges() {
        story.sent(ADA, "k1", 3).log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.DIVERGENT_ORDER);
    }

    @Test
    void twoDevicesDivergeEvenWithoutAFinalRead() {
        Invocation one = story.send(ADA, "k1");
        Invocation two = story.send(BOB, "k2");
        story.shown(CY, CREATED, said(2, ADA, "k1")).shown(BOB, CREATED, said(2, BOB, "k2"));
        one.unknown();
        two.unknown();
        assertThat(story.broken()).containsExactly(Rule.DIVERGENT_ORDER);
    }

    @Test
    void showingTheNextButOneIsAGap() {
        story.sent(ADA, "k1", 2)
                .sent(ADA, "k2", 3)
                .shown(BOB, CREATED, said(3, ADA, "k2"), said(2, ADA, "k1"))
                .log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        assertThat(story.broken()).containsExactly(Rule.GAP);
    }

    @Test
    void whatIsShownAfterALaterOneIsAGap() {
        story.sent(ADA, "k1", 2).sent(ADA, "k2", 3).shown(BOB, said(2, ADA, "k1"), CREATED, said(2, ADA, "k1"));
        story.log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        assertThat(story.broken()).contains(Rule.GAP);
    }

    @Test
    void aRestartedDeviceThatKeptItsDataMayNotSkip() {
        story.sent(ADA, "k1", 2).sent(ADA, "k2", 3).shown(BOB, CREATED).recorder.started(BOB, false);
        story.shown(BOB, said(3, ADA, "k2")).log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        assertThat(story.broken()).containsExactly(Rule.GAP);
    }

    @Test
    void aHoleInAPageIsAGap() {
        story.sent(ADA, "k1", 2).sent(ADA, "k2", 3);
        story.read(BOB, 0).page(3, List.of(CREATED, said(3, ADA, "k2")));
        story.log(CREATED, said(2, ADA, "k1"), said(3, ADA, "k2"));
        assertThat(story.broken()).containsExactly(Rule.GAP);
    }

    @Test
    void aHoleInTheLogIsAGap() {
        story.sent(ADA, "k1", 3).log(CREATED, said(3, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.GAP);
    }

    @Test
    void ackedOutOfTheOrderOfSendingBreaksFifo() {
        Invocation first = story.send(ADA, "k1");
        Invocation second = story.send(ADA, "k2");
        second.stored(2);
        first.stored(3);
        story.log(CREATED, said(2, ADA, "k2"), said(3, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.FIFO_BREAK);
    }

    @Test
    void standingBeforeWhatWasAckedEarlierIsAnInversion() {
        story.sent(ADA, "k1", 3).sent(BOB, "k2", 2).log(CREATED, said(2, BOB, "k2"), said(3, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.REAL_TIME_INVERSION);
    }

    @Test
    void anUnknownOutcomeMayNotLandInThePastEither() {
        story.sent(ADA, "k1", 3).send(BOB, "k2").unknown();
        story.log(CREATED, said(2, BOB, "k2"), said(3, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.REAL_TIME_INVERSION);
    }

    @Test
    void aReadWithoutWhatWasAckedIsStale() {
        story.sent(ADA, "k1", 2);
        story.read(ADA, 0).page(1, List.of(CREATED));
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.STALE_READ);
    }

    @Test
    void aHeadThatMovesBackIsStale() {
        story.sent(ADA, "k1", 2);
        story.read(BOB, 0).page(2, List.of(CREATED, said(2, ADA, "k1")));
        story.read(BOB, 0).page(1, List.of(CREATED));
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.STALE_READ);
    }

    @Test
    void aMarkThatMovesBackIsARegression() {
        story.sent(ADA, "k1", 2).recorder.marked(ADA, GROUP, "bob", 2, 2);
        story.recorder.marked(ADA, GROUP, "bob", 2, 1);
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.MARK_REGRESSION);
    }

    @Test
    void anAnswerBelowWhatWasAckedIsARegression() {
        story.sent(ADA, "k1", 2).shown(BOB, CREATED, said(2, ADA, "k1"));
        story.recorder.invoke(BOB, new Operation.Mark(GROUP, 2, 2)).marks(2, 2);
        story.recorder.invoke(BOB, new Operation.Mark(GROUP, 1, 1)).marks(1, 1);
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.MARK_REGRESSION);
    }

    @Test
    void anAckedMarkThatDidNotRiseIsARegression() {
        story.sent(ADA, "k1", 2).shown(BOB, CREATED, said(2, ADA, "k1"));
        story.recorder.invoke(BOB, new Operation.Mark(GROUP, 2, 2)).marks(2, 1);
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.MARK_REGRESSION);
    }

    @Test
    void aMarkBeyondTheLogIsOutOfBounds() {
        story.sent(ADA, "k1", 2).recorder.marked(ADA, GROUP, "bob", 3, 3);
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.MARK_OUT_OF_BOUNDS);
    }

    @Test
    void readBeyondDeliveredIsOutOfBounds() {
        story.sent(ADA, "k1", 2).recorder.marked(ADA, GROUP, "bob", 1, 2);
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.MARK_OUT_OF_BOUNDS);
    }

    @Test
    void whatComesAfterTheRemovalIsOutsideOfTheMembership() {
        LogEntry removed = entry(2, ADA, "k1", Change.memberRemoved("bob"));
        story.wrote(ADA, "k1", removed.change(), 2)
                .sent(ADA, "k2", 3)
                .shown(BOB, CREATED, removed, said(3, ADA, "k2"))
                .log(CREATED, removed, said(3, ADA, "k2"));
        assertThat(story.broken()).containsExactly(Rule.OUTSIDE_MEMBERSHIP);
    }

    @Test
    void whatWasSaidBeforeJoiningIsOutsideOfTheMembership() {
        LogEntry added = entry(3, ADA, "k2", Change.membersAdded(List.of("dan")));
        story.sent(ADA, "k1", 2).wrote(ADA, "k2", added.change(), 3);
        story.read(new dev.parley.testkit.history.Client("dan", "d"), 1).page(3, List.of(said(2, ADA, "k1"), added));
        story.log(CREATED, said(2, ADA, "k1"), added);
        assertThat(story.broken()).containsExactly(Rule.OUTSIDE_MEMBERSHIP);
    }

    @Test
    void aReadAfterTheAckOfADeleteShowsNoContent() {
        story.sent(ADA, "k1", 2).wrote(ADA, "k2", Change.delete(2), 3);
        story.read(BOB, 0).page(3, List.of(CREATED, said(2, ADA, "k1"), entry(3, ADA, "k2", Change.delete(2))));
        story.log(CREATED, entry(2, ADA, "k1", Change.message(null)), entry(3, ADA, "k2", Change.delete(2)));
        assertThat(story.broken()).containsExactly(Rule.CONTENT_AFTER_DELETE);
    }

    @Test
    void aDeviceThatWasShownTheDeleteShowsNoContent() {
        LogEntry delete = entry(3, ADA, "k2", Change.delete(2));
        story.sent(ADA, "k1", 2)
                .wrote(ADA, "k2", delete.change(), 3)
                .shown(BOB, CREATED, said(2, ADA, "k1"), delete)
                .recorder
                .redrawn(BOB, GROUP, said(2, ADA, "k1"));
        story.log(CREATED, entry(2, ADA, "k1", Change.message(null)), delete);
        assertThat(story.broken()).containsExactly(Rule.CONTENT_AFTER_DELETE);
    }

    @Test
    void theContentOfAnEditEndsWithTheMessage() {
        LogEntry delete = entry(4, ADA, "k3", Change.delete(2));
        story.sent(ADA, "k1", 2)
                .wrote(ADA, "k2", Change.edit(2, "better"), 3)
                .wrote(ADA, "k3", delete.change(), 4)
                .log(
                        CREATED,
                        entry(2, ADA, "k1", Change.message(null)),
                        entry(3, ADA, "k2", Change.edit(2, "better")),
                        delete);
        assertThat(story.broken()).containsExactly(Rule.CONTENT_AFTER_DELETE);
    }

    @Test
    void aDeviceThatMissesTheEndIsUndelivered() {
        story.sent(ADA, "k1", 2).shown(BOB, CREATED).recorder.caughtUp(BOB, GROUP, 2);
        story.log(CREATED, said(2, ADA, "k1"));
        assertThat(story.broken()).containsExactly(Rule.UNDELIVERED);
    }
}
