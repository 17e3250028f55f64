package dev.parley.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A contract is worth what it catches: each broken store must fail the rule that it breaks. */
@Tag("any-jdk")
class BrokenStoresTest {

    /** A store that works, through the same machinery: nothing fails. */
    static final class Working extends BrokenLogs.Broken {}

    @Test
    void aStoreThatWorksFailsNothing() {
        ContractRun run = ContractRun.of(Working.class);
        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).hasSizeGreaterThan(50);
    }

    @Test
    void rowsThatStayWhereTheyAreAreCaught() {
        assertFails(
                BrokenLogs.ForgetsRows.class,
                "rule23_anAppendMovesItsRowsUpToItsLastEntry",
                "rule23_rowsMoveAsABumpMovesThem",
                "rule23_theAppendsOfABatchMoveTheirOwnRows",
                "rule24_whatAppendsNothingMovesNoRow");
    }

    @Test
    void rowsOfWhatIsRefusedAreCaught() {
        assertFails(BrokenLogs.MovesRowsOfTheRefused.class, "rule24_whatAppendsNothingMovesNoRow");
    }

    @Test
    void aReusedSeqIsCaught() {
        assertFails(
                BrokenLogs.ReusesASeq.class,
                "rule10_theFirstSeqIs1AndEachFurtherOneTheNext",
                "rule10_writersThatRaceGetDenseSeqs");
    }

    @Test
    void aForgottenKeyIsCaught() {
        assertFails(
                BrokenLogs.ForgetsKeys.class,
                "rule30_aRetryGetsTheStoredEntry",
                "rule31_aRetryIsAnsweredThoughTheHeadHasMoved",
                "rule32_twoIdenticalAppendsInOneBatchMakeOneEntry",
                "rule32_fiftyIdenticalAppendsAtOnceMakeOneEntry",
                "rule34_aTakenKeyOfAnEarlierEntryIsAConflict");
    }

    @Test
    void anIgnoredFingerprintIsCaught() {
        assertFails(
                BrokenLogs.IgnoresFingerprints.class,
                "rule30_aKeyOfOtherContentIsRefused",
                "rule32_aKeyReusedWithinOneBatchIsRefused",
                "rule32_manyContentsUnderOneKeyAtOnceMakeOneEntry");
    }

    @Test
    void anExpectationThatIsJudgedBeforeTheKeyIsCaught() {
        assertFails(BrokenLogs.JudgesTheExpectationFirst.class, "rule31_aRetryIsAnsweredThoughTheHeadHasMoved");
    }

    @Test
    void aLostEntryIsCaught() {
        assertFails(
                BrokenLogs.LosesAnEntry.class,
                "rule10_theFirstSeqIs1AndEachFurtherOneTheNext",
                "rule14_readersNeverSeeAHole");
    }

    @Test
    void aReorderedAppendIsCaught() {
        assertFails(BrokenLogs.ReordersAnAppend.class, "rule11_theEntriesOfOneAppendAreAdjacentAndInOrder");
    }

    @Test
    void resultsInAnotherOrderAreCaught() {
        assertFails(BrokenLogs.AnswersInItsOwnOrder.class, "rule12_resultsComeInTheBatchsOrder");
    }

    @Test
    void anIgnoredExpectationIsCaught() {
        assertFails(
                BrokenLogs.IgnoresExpectations.class,
                "rule20_anAppendHappensWholeOrNotAtAll",
                "rule40_anExpectedHeadMustBeTheHead",
                "rule40_anExpectedStateMustBeTheState",
                "rule40_ofManyThatExpectTheSameHeadOneWins");
    }

    @Test
    void aWrongStateIsCaught() {
        assertFails(BrokenLogs.CallsEverythingState.class, "rule41_stateSeqIsTheSeqOfTheNewestStructuralEntry");
    }

    @Test
    void foldedCaseIsCaught() {
        assertFails(BrokenLogs.FoldsCase.class, "rule33_keysSendersAndConversationsThatOnlyLookAlikeAreDifferent");
    }

    @Test
    void damagedContentIsCaught() {
        assertFails(
                BrokenLogs.KeepsSevenBits.class,
                "rule50_everyByteValueComesBack",
                "rule50_textOfAHundredThousandCharactersComesBack");
    }

    @Test
    void countedOwnMessagesAreCaught() {
        assertFails(BrokenLogs.CountsOwnMessages.class, "rule53_ownMessagesDoNotCount");
    }

    @Test
    void stretchesThatAreMixedUpAreCaught() {
        assertFails(
                BrokenLogs.ForgetsEqualStretches.class,
                "rule54_eachStretchIsAnsweredAsIfAlone",
                "rule54_aThousandStretchesAtOnce");
        assertFails(
                BrokenLogs.AnswersStretchesInItsOwnOrder.class,
                "rule54_eachStretchIsAnsweredAsIfAlone",
                "rule54_aThousandStretchesAtOnce");
    }

    @Test
    void targetsOfAnotherConversationAreCaught() {
        assertFails(BrokenLogs.MixesTargets.class, "rule55_eachConversationIsJudgedByItsOwnTargets");
    }

    @Test
    void conversationsThatAreSkippedAreCaught() {
        assertFails(
                BrokenLogs.SkipsConversations.class,
                "rule56_everyConversationWithALogIsNamed",
                "rule56_everyIdIsNamedAsItIs",
                "rule58_whatIsNoCursorIsRefused");
        assertFails(BrokenLogs.ListsAllAtOnce.class, "rule57_aPageHasNoMoreThanItsLimit");
    }

    @Test
    void believedHintsAreCaught() {
        assertFails(BrokenLogs.BelievesHints.class, "rule70_whateverIsSaidOfALogChangesNoAnswer");
    }

    @Test
    void usersOfAnotherConversationAreCaught() {
        assertFails(BrokenState.MixesUsers.class, "rule22_eachConversationIsAskedForItsOwnUsers");
    }

    @Test
    void aSharedLimitIsCaught() {
        assertFails(BrokenState.SharesALimit.class, "rule33_theFirstMembersOfEachConversation");
    }

    @Test
    void oldHeadsAreCaught() {
        assertFails(BrokenLogs.ShowsOldHeads.class, "rule22_everyLaterReadSeesWhatWasAppended");
    }

    @Test
    void marksThatMoveBackAreCaught() {
        assertFails(
                BrokenState.MarksMoveBack.class,
                "rule10_eachMarkOnlyRises",
                "rule10_aStaleAdvanceChangesNothing",
                "rule10_advancesOfOneMarkInOneCallTakeEffectInOrder");
    }

    @Test
    void pagingByOffsetIsCaught() {
        assertFails(BrokenState.InboxPagesByOffset.class, "rule21_aRowThatMovesUpShiftsNoOthers");
    }

    @Test
    void aDeviceLimitThatIsNotAtomicIsCaught() {
        assertFails(BrokenState.DeviceLimitIsNotAtomic.class, "rule12_theLimitHoldsForDevicesThatRegisterAtOnce");
    }

    @Test
    void registrationsThatFollowTheClockAreCaught() {
        assertFails(
                BrokenState.RegistrationsFollowTheClock.class,
                "rule10_everyRegistrationIsLaterThanTheOneBefore",
                "rule10_registrationsAtOnceHaveAnOrder");
    }

    /** A fault fails its rules; that it fails no more than is sensible keeps the names of tests honest. */
    @Test
    void aFaultLeavesUnrelatedRulesAlone() {
        assertThat(ContractRun.of(BrokenLogs.CountsOwnMessages.class).passed())
                .contains("rule12_resultsComeInTheBatchsOrder", "rule14_readersNeverSeeAHole");
    }

    private static void assertFails(Class<?> broken, String... rules) {
        Set<String> failed = ContractRun.of(broken).failed();
        assertThat(failed).contains(rules);
    }
}
