package dev.parley.core;

import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.core.memory.InMemoryNodeBus;
import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.service.InboxDifference;
import dev.parley.core.service.InboxDifference.Kind;
import dev.parley.core.service.Rederivation;
import dev.parley.core.service.RederivationOptions;
import dev.parley.core.service.RederivationReport;
import dev.parley.core.service.RederivationReport.State;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Inboxes are derived again from the logs, compared, and repaired. */
class InboxesTest {

    private static final UUID STRANGE = UUID.fromString("01990000-0000-7000-8000-000000000001");

    private final Stores working = InMemoryStores.create();
    private final LossyInboxes inboxes = new LossyInboxes(working.inboxes());
    private final Stores stores = working.with(inboxes);
    private final TestEngine engine = new TestEngine(stores, builder -> builder);
    private final List<InboxDifference> found = new ArrayList<>();

    @Test
    void whereNothingIsWrongNothingIsFound() {
        ConversationId trip = engine.group("ada", "bob", "cyd");
        engine.send("ada", trip, "one");
        engine.send("bob", trip, "two");
        get(engine.chat.conversations().openDirect(user("ada"), new UserId("cyd")));

        RederivationReport report = ran(RederivationOptions.COMPARE);
        assertThat(found).isEmpty();
        assertThat(report.differences()).isZero();
        assertThat(report.state()).isEqualTo(State.DONE);
        assertThat(report.conversations()).isEqualTo(2);
        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.found()).containsOnlyKeys(Kind.values());
    }

    @Test
    void aJobIsStartedAsTheOperationsPageSays() {
        engine.group("ada", "bob");
        Chat chat = engine.chat;
        List<String> log = new ArrayList<>();
        // region rederive
        Rederivation job = chat.inboxes().rederive(RederivationOptions.COMPARE, difference -> log.add("" + difference));
        job.finished()
                .whenComplete((report, failure) -> log.add(
                        failure == null
                                ? report.rows() + " rows, wrong: " + report.found()
                                : failure + ", go on from " + job.soFar().cursor()));
        // endregion rederive
        finish(engine, job);
        assertThat(log).containsExactly("2 rows, wrong: {MISSING=0, TOO_LOW=0, TOO_HIGH=0, OTHER_ID=0}");
    }

    @Test
    void whatIsMissingOrTooLowIsFoundAndRepairedAndThenIsRight() {
        ConversationId trip = engine.group("ada", "bob");
        inboxes.lost = bump -> true;
        long head = engine.send("ada", trip, "hello").seq();
        ConversationId walk = engine.group("cyd", "bob");

        RederivationReport compared = ran(RederivationOptions.COMPARE);
        assertThat(found)
                .containsExactlyInAnyOrder(
                        new InboxDifference(trip, new UserId("ada"), Kind.TOO_LOW, 1, head),
                        new InboxDifference(trip, new UserId("bob"), Kind.TOO_LOW, 1, head),
                        new InboxDifference(walk, new UserId("cyd"), Kind.MISSING, 0, 1),
                        new InboxDifference(walk, new UserId("bob"), Kind.MISSING, 0, 1));
        assertThat(compared.repaired()).isZero();
        assertThat(row("bob", trip).lastSeq()).isEqualTo(1);

        inboxes.lost = bump -> false;
        RederivationReport repaired = ran(RederivationOptions.REPAIR);
        assertThat(repaired.repaired()).isEqualTo(4);
        assertThat(repaired.found()).containsEntry(Kind.MISSING, 2L).containsEntry(Kind.TOO_LOW, 2L);
        assertThat(row("bob", trip).lastSeq()).isEqualTo(head);
        assertThat(row("bob", trip).sortId()).isEqualTo(idAt(trip, head));

        found.clear();
        assertThat(ran(RederivationOptions.REPAIR).differences()).isZero();
        assertThat(found).isEmpty();
    }

    /** The edge that nothing else heals: no retry, no sync that holds the conversation, no later message. */
    @Test
    void whatANodeAppendedBeforeItDiedIsBroughtToTheInboxes() {
        ConversationId trip = engine.group("ada", "bob");
        LossyInboxes dying = new LossyInboxes(working.inboxes());
        dying.hangs = true;
        TestEngine dead = new TestEngine(working.with(dying), builder -> builder);
        assertThat(dead.chat
                        .messages()
                        .send(user("ada"), trip, "k", MessageBody.text("last words"))
                        .toCompletableFuture())
                .isNotDone();
        assertThat(get(stores.logs().heads(List.of(trip))).get(trip).head()).isEqualTo(2);
        assertThat(row("bob", trip).lastSeq()).isEqualTo(1);

        ran(RederivationOptions.REPAIR);
        assertThat(found)
                .extracting(InboxDifference::kind, InboxDifference::stored, InboxDifference::expected)
                .containsOnly(tuple(Kind.TOO_LOW, 1L, 2L));
        assertThat(row("ada", trip).lastSeq()).isEqualTo(2);
        assertThat(row("bob", trip).lastSeq()).isEqualTo(2);
    }

    @Test
    void theFirstMessageOfADirectConversationIsBroughtToItsReceiver() {
        inboxes.lost = bump -> true;
        Result.Ack ack =
                get(engine.chat.messages().sendTo(user("ada"), new UserId("bob"), "k", MessageBody.text("hi")));
        inboxes.lost = bump -> false;
        ran(RederivationOptions.REPAIR);
        assertThat(found).hasSize(2).allMatch(each -> each.kind() == Kind.MISSING && each.expected() == 2);
        assertThat(row("bob", ack.conversation()).lastSeq()).isEqualTo(2);
    }

    @Test
    void whoeverIsConnectedHearsOfARepairedRow() {
        InMemoryNodeBus bus = new InMemoryNodeBus(Runnable::run);
        InMemorySessionDirectory sessions = new InMemorySessionDirectory(InstantSource.system());
        TestEngine one = new TestEngine(stores, builder -> builder.cluster(bus, sessions));
        TestEngine two = new TestEngine(stores, builder -> builder.cluster(bus, sessions));
        ConversationId trip = one.group("ada", "bob");
        inboxes.lost = bump -> true;
        one.send("ada", trip, "hello");
        inboxes.lost = bump -> false;
        TestClient phone = TestClient.join(two, "bob", "phone");
        int before = phone.events().size();
        one.clockMoves(60_000);
        finish(one, one.chat.inboxes().rederive(RederivationOptions.REPAIR, found::add));
        assertThat(phone.events().subList(before, phone.events().size()))
                .anyMatch(event -> event instanceof Event.InboxChanged changed
                        && changed.summary().conversation().id().equals(trip));
    }

    @Test
    void rowsThatAreTooHighAreReportedAndNeverLowered() {
        ConversationId trip = engine.group("ada", "bob", "cyd");
        engine.send("ada", trip, "hello");
        get(engine.chat
                .conversations()
                .removeMember(user("ada"), new Command.RemoveMember(trip, "r", new UserId("cyd"))));
        engine.send("ada", trip, "she is gone");
        write("bob", trip, 99, STRANGE);
        write("cyd", trip, 4, idAt(trip, 4));

        RederivationReport report = ran(RederivationOptions.REPAIR);
        assertThat(found)
                .containsExactlyInAnyOrder(
                        new InboxDifference(trip, new UserId("bob"), Kind.TOO_HIGH, 99, 4),
                        new InboxDifference(trip, new UserId("cyd"), Kind.TOO_HIGH, 4, 2));
        assertThat(report.repaired()).isZero();
        assertThat(row("bob", trip).lastSeq()).isEqualTo(99);
    }

    @Test
    void aRowAtAnEntryThatMovesNoneIsTooHigh() {
        ConversationId trip = engine.group("ada", "bob");
        get(engine.chat.conversations().rename(user("ada"), new Command.Rename(trip, "r", "Walk")));
        write("bob", trip, 2, idAt(trip, 2));
        ran(RederivationOptions.COMPARE);
        assertThat(found).containsExactly(new InboxDifference(trip, new UserId("bob"), Kind.TOO_HIGH, 2, 1));
    }

    @Test
    void aRowWithTheIdOfAnotherEntryIsFound() {
        ConversationId trip = engine.group("ada", "bob");
        inboxes.lost = bump -> bump.user().value().equals("bob");
        engine.send("ada", trip, "hello");
        write("bob", trip, 2, STRANGE);
        ran(RederivationOptions.REPAIR);
        assertThat(found).containsExactly(new InboxDifference(trip, new UserId("bob"), Kind.OTHER_ID, 2, 2));
    }

    /** A message is in the log before it is in the inboxes. */
    @Test
    void aRowThatIsJustBeingWrittenIsNotWrong() {
        ConversationId trip = engine.group("ada", "bob");
        inboxes.lost = bump -> true;
        engine.send("ada", trip, "hello");
        inboxes.lost = bump -> false;
        Rederivation job = engine.chat.inboxes().rederive(RederivationOptions.COMPARE, found::add);
        engine.timersFire(); // it has looked, and waits
        assertThat(job.soFar().state()).isEqualTo(State.RUNNING);
        write("ada", trip, 2, idAt(trip, 2));
        write("bob", trip, 2, idAt(trip, 2));
        assertThat(finish(engine, job).differences()).isZero();
        assertThat(found).isEmpty();
    }

    @Test
    void aJobCanBeCancelledAndResumedWhereItWas() {
        for (int i = 0; i < 10; i++) {
            engine.group("ada" + i, "bob");
        }
        RederivationOptions slow = RederivationOptions.COMPARE.paced(3, Duration.ofSeconds(1));
        Rederivation job = engine.chat.inboxes().rederive(slow, found::add);
        engine.timersFire();
        engine.timersFire();
        assertThatThrownBy(() -> engine.chat.inboxes().rederive(slow, found::add))
                .isInstanceOf(IllegalStateException.class);
        job.cancel();
        RederivationReport cancelled = get(job.finished());
        assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
        assertThat(cancelled.conversations()).isEqualTo(6);
        RederivationReport rest = ran(slow.from(cancelled.cursor().orElseThrow()));
        assertThat(rest.conversations()).isEqualTo(4);
        assertThat(rest.cursor()).isEmpty();
    }

    @Test
    void aStoreThatFailsForAMomentIsAskedAgain() {
        engine.group("ada", "bob");
        inboxes.failing = 3;
        assertThat(ran(RederivationOptions.COMPARE).state()).isEqualTo(State.DONE);
    }

    @Test
    void aStoreThatStaysAwayEndsTheJobWhichSaysWhere() {
        engine.group("ada", "bob");
        inboxes.failing = Integer.MAX_VALUE;
        Rederivation job = engine.chat.inboxes().rederive(RederivationOptions.COMPARE, found::add);
        assertThatThrownBy(() -> finish(engine, job))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        assertThat(job.soFar().state()).isEqualTo(State.FAILED);
        inboxes.failing = 0;
        assertThat(ran(RederivationOptions.COMPARE).state()).isEqualTo(State.DONE);
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        Rederivation job = engine.chat.inboxes().rederive(RederivationOptions.COMPARE.from("nonsense"), found::add);
        assertThatThrownBy(() -> finish(engine, job))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CURSOR));
    }

    @Test
    void whatTheHostThrowsKeepsNothingFromBeingRepaired() {
        ConversationId trip = engine.group("ada", "bob");
        inboxes.lost = bump -> true;
        engine.send("ada", trip, "hello");
        inboxes.lost = bump -> false;
        engine.clockMoves(60_000);
        Rederivation job = engine.chat.inboxes().rederive(RederivationOptions.REPAIR, difference -> {
            throw new IllegalStateException("the host's fault");
        });
        assertThat(finish(engine, job).repaired()).isEqualTo(2);
        assertThat(engine.failures).hasSize(2);
    }

    @Test
    void closingTheEngineEndsTheJob() {
        engine.group("ada", "bob");
        Rederivation job = engine.chat.inboxes().rederive(RederivationOptions.COMPARE, found::add);
        engine.chat.close(Duration.ofSeconds(1));
        assertThat(get(job.finished()).state()).isEqualTo(State.CANCELLED);
        assertThatThrownBy(() -> engine.chat.inboxes().rederive(RederivationOptions.COMPARE, found::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void aLogThatMakesNoSenseIsToldOfAndPassedOver() {
        ConversationId broken = new ConversationId("broken");
        append(broken, new EntryBody.Renamed("made by nobody"));
        engine.group("ada", "bob");
        RederivationReport report = ran(RederivationOptions.COMPARE);
        assertThat(report.conversations()).isEqualTo(2);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(engine.failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    /** More users than a fold keeps: it goes over the log several times. */
    @Test
    void everyRowOfAVeryLargeChannelIsLookedAt() {
        ConversationId channel = new ConversationId("c.channel");
        append(
                channel,
                new EntryBody.Created(ConversationKind.CHANNEL, "News", HistoryPolicy.FULL, readers(0, 1, Role.OWNER)));
        int readers = 21_000;
        for (int from = 1; from < readers; from += 500) {
            append(channel, new EntryBody.MembersAdded(readers(from, 500, Role.MEMBER)));
        }
        append(channel, new EntryBody.MemberRemoved(new UserId("u7")));
        RederivationReport repaired = ran(RederivationOptions.REPAIR);
        assertThat(repaired.conversations()).isEqualTo(1);
        assertThat(repaired.repaired()).isEqualTo(repaired.rows()).isEqualTo(readers + 1);
        assertThat(row("u7", channel).lastSeq()).isEqualTo(2);
        assertThat(row("u20999", channel).lastSeq()).isEqualTo(43);
        found.clear();
        assertThat(ran(RederivationOptions.COMPARE).differences()).isZero();
    }

    private static List<MemberSpec> readers(int from, int number, Role role) {
        return IntStream.range(from, from + number)
                .mapToObj(i -> new MemberSpec(new UserId("u" + i), role))
                .toList();
    }

    private void append(ConversationId conversation, EntryBody body) {
        NewEntry entry = new NewEntry(
                UUID.randomUUID(),
                new Origin(new UserId("u0"), null, engine.key()),
                "ab".repeat(32),
                Instant.ofEpochMilli(engine.millis()),
                body);
        get(working.logs().append(List.of(new Append(conversation, Expectation.ANY, List.of(entry)))));
    }

    /** Everything is old by then. */
    private RederivationReport ran(RederivationOptions options) {
        engine.clockMoves(60_000);
        return finish(engine, engine.chat.inboxes().rederive(options, found::add));
    }

    private static RederivationReport finish(TestEngine engine, Rederivation job) {
        for (int i = 0; i < 1_000 && job.soFar().state() == State.RUNNING; i++) {
            engine.timersFire();
        }
        return get(job.finished());
    }

    private void write(String user, ConversationId conversation, long seq, UUID id) {
        get(working.inboxes().bump(List.of(new InboxBump(new UserId(user), conversation, seq, id))));
    }

    private UUID idAt(ConversationId conversation, long seq) {
        return get(working.logs().read(conversation, seq, seq, 1, RangeEnd.OLDEST))
                .get(0)
                .id();
    }

    private InboxRow row(String user, ConversationId conversation) {
        return get(working.inboxes().rows(new UserId(user), List.of(conversation)))
                .get(conversation);
    }
}
