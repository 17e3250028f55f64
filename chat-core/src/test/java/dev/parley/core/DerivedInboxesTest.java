package dev.parley.core;

import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.service.InboxDifference;
import dev.parley.core.service.Rederivation;
import dev.parley.core.service.RederivationOptions;
import dev.parley.core.service.RederivationReport;
import dev.parley.core.service.RederivationReport.State;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.model.ConversationId;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories, across the threshold of fan-out: the rows that logs call for are those that a run without faults wrote. */
class DerivedInboxesTest {

    private static final List<String> PEOPLE = List.of("ada", "bob", "cyd", "dan", "eve", "fay", "gus", "hal", "ida");
    private static final ChatOptions SMALL =
            ChatOptions.DEFAULT.with(ConversationOptions.DEFAULT.with(new FanOutOptions(3, 6, 3)));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void rowsDerivedFromTheLogsAreThoseOfARunWithoutFaults(long seed) {
        Stores stores = InMemoryStores.create();
        TestEngine engine = small(stores);
        history(engine, new Random(seed));
        assertThat(found(engine, RederivationOptions.COMPARE)).isEmpty();
        assertThat(engine.failures).isEmpty();

        Stores lost = stores.with(InMemoryStores.create().inboxes());
        TestEngine later = small(lost);
        assertThat(found(later, RederivationOptions.REPAIR)).isNotEmpty().allMatch(InboxDifference::repairable);
        assertThat(rows(lost)).isEqualTo(rows(stores));
        assertThat(found(later, RederivationOptions.REPAIR)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void whateverWasLostIsRepairedAndNothingElseIsTouched(long seed) {
        Random random = new Random(seed);
        Stores working = InMemoryStores.create();
        LossyInboxes inboxes = new LossyInboxes(working.inboxes());
        inboxes.lost = bump -> random.nextInt(3) == 0;
        TestEngine engine = small(working.with(inboxes));
        history(engine, random);
        inboxes.lost = bump -> false;
        inboxes.written.clear();

        List<InboxDifference> compared = found(engine, RederivationOptions.COMPARE);
        assertThat(compared).isNotEmpty();
        assertThat(inboxes.written).isEmpty();
        assertThat(found(engine, RederivationOptions.REPAIR)).containsExactlyInAnyOrderElementsOf(compared);
        assertThat(inboxes.written).hasSameSizeAs(compared);
        assertThat(found(engine, RederivationOptions.REPAIR)).isEmpty();

        Stores whole = working.with(InMemoryStores.create().inboxes());
        found(small(whole), RederivationOptions.REPAIR);
        assertThat(rows(working)).isEqualTo(rows(whole));
    }

    /** Beyond what is kept in memory, and back to where fan-out is on write. */
    @Test
    void aGroupThatWasLargeIsWrittenToInboxesAgain() {
        Stores stores = InMemoryStores.create();
        TestEngine engine = small(stores);
        ConversationId group = engine.group("ada", "bob", "cyd", "dan", "eve", "fay");
        get(engine.chat
                .conversations()
                .addMembers(
                        user("ada"),
                        new Command.AddMembers(
                                group, engine.key(), List.of(new MemberSpec(new UserId("gus"), Role.MEMBER)))));
        assertThat(engine.send("ada", group, "to seven").seq()).isEqualTo(3);
        for (String name : List.of("dan", "eve", "fay", "gus")) {
            get(engine.chat
                    .conversations()
                    .removeMember(user("ada"), new Command.RemoveMember(group, engine.key(), new UserId(name))));
        }
        long head = engine.send("ada", group, "to three").seq();
        Map<ConversationId, InboxRow> rows = get(stores.inboxes().rows(new UserId("bob"), List.of(group)));
        assertThat(rows.get(group).lastSeq()).isEqualTo(head);
        assertThat(found(engine, RederivationOptions.COMPARE)).isEmpty();
    }

    private static TestEngine small(Stores stores) {
        return new TestEngine(stores, builder -> builder.options(SMALL));
    }

    private static void history(TestEngine engine, Random random) {
        List<ConversationId> groups = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            groups.add(engine.group(
                    i % 2 == 0 ? HistoryPolicy.JOINED : HistoryPolicy.FULL, "ada", i % 2 == 0 ? "bob" : "cyd"));
        }
        for (int i = 0; i < 300; i++) {
            engine.clockMoves(1 + random.nextInt(50));
            attempt(step(engine, groups.get(random.nextInt(groups.size())), random));
        }
    }

    /** Much of it is refused, for want of a right or a member. */
    private static CompletionStage<?> step(TestEngine engine, ConversationId group, Random random) {
        Actor actor = user(random.nextBoolean() ? "ada" : one(random));
        UserId other = new UserId(one(random));
        long seq = 1L + random.nextInt(40);
        String key = engine.key();
        return switch (random.nextInt(12)) {
            case 0, 1 ->
                engine.chat.conversations().addMembers(actor, new Command.AddMembers(group, key, some(random)));
            case 2 -> engine.chat.conversations().removeMember(actor, new Command.RemoveMember(group, key, other));
            case 3 ->
                engine.chat
                        .conversations()
                        .removeMember(user(other.value()), new Command.RemoveMember(group, key, other));
            case 4 -> engine.chat.conversations().rename(actor, new Command.Rename(group, key, "T" + seq));
            case 5 -> engine.chat.messages().edit(actor, new Command.Edit(group, key, seq, MessageBody.text("new")));
            case 6 -> engine.chat.messages().delete(actor, new Command.Delete(group, key, seq));
            case 7 -> engine.chat.messages().sendTo(actor, other, key, MessageBody.text("psst"));
            case 8 -> engine.chat.conversations().openDirect(actor, other);
            case 9 ->
                engine.chat.conversations().changeRole(actor, new Command.ChangeRole(group, key, other, Role.ADMIN));
            default -> engine.chat.messages().send(actor, group, key, MessageBody.text("hello"));
        };
    }

    private static List<MemberSpec> some(Random random) {
        return PEOPLE.stream()
                .filter(name -> random.nextInt(4) == 0)
                .limit(3)
                .map(name -> new MemberSpec(new UserId(name), Role.MEMBER))
                .toList();
    }

    private static String one(Random random) {
        return PEOPLE.get(random.nextInt(PEOPLE.size()));
    }

    private static void attempt(CompletionStage<?> stage) {
        try {
            get(stage);
        } catch (ChatException refused) {
            assertThat(refused.retryable()).as("%s", refused.getMessage()).isFalse();
        }
    }

    private static List<InboxDifference> found(TestEngine engine, RederivationOptions options) {
        List<InboxDifference> found = new ArrayList<>();
        engine.clockMoves(60_000);
        Rederivation job = engine.chat.inboxes().rederive(options, found::add);
        while (job.soFar().state() == State.RUNNING) {
            engine.timersFire();
        }
        RederivationReport report = get(job.finished());
        assertThat(report.differences()).isEqualTo(found.size());
        return found;
    }

    /** A place for each row; those that somebody got by opening a direct conversation in which nobody wrote are in no log. */
    private static Map<String, String> rows(Stores stores) {
        Map<String, String> rows = new TreeMap<>();
        for (String name : PEOPLE) {
            for (InboxRow row : get(stores.inboxes().page(new UserId(name), Optional.empty(), 1_000))) {
                if (row.lastSeq() > 1 || !row.conversation().isDirect()) {
                    rows.put(name + " " + row.conversation(), row.lastSeq() + " " + row.sortId());
                }
            }
        }
        return rows;
    }
}
