package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageTest {

    private static final ConversationId GROUP = new ConversationId("c.1");
    private static final List<UserId> USERS = List.of(new UserId("ada"), new UserId("bob"), new UserId("eve"));
    private static final long TARGET = 5;

    @Test
    void anyOrderAndAnyRepetitionGiveTheSameMessage() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            List<Entry> entries = modifications(random);
            Message expected = posted().applyAll(entries);
            for (int round = 0; round < 5; round++) {
                List<Entry> arrival = new ArrayList<>(entries);
                arrival.addAll(entries.subList(0, random.nextInt(entries.size() + 1)));
                Collections.shuffle(arrival, random);
                assertThat(posted().applyAll(arrival)).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void aSnapshotWithWhatCameLaterEqualsALaterSnapshot() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            List<Entry> entries = modifications(random);
            long head = entries.get(entries.size() - 1).seq();
            int cut = random.nextInt(entries.size());
            long asOf = cut == 0 ? TARGET : entries.get(cut - 1).seq();
            Message snapshot = posted().applyAll(entries.subList(0, cut)).asOf(asOf);
            List<Entry> arrival = new ArrayList<>(entries); // older ones arrive again
            Collections.shuffle(arrival, random);
            assertThat(snapshot.applyAll(arrival).asOf(head))
                    .as("seed %d", seed)
                    .isEqualTo(posted().applyAll(entries).asOf(head));
        }
    }

    @Test
    void aDeletedMessageHoldsNothingOfWhatItSaid() {
        Message deleted = posted().apply(entry(6, 0, new EntryBody.Edit(TARGET, MessageBody.text("secret"))))
                .apply(entry(7, 1, new EntryBody.Reaction(TARGET, "+1", true)))
                .apply(entry(8, 0, new EntryBody.Delete(TARGET)));
        assertThat(deleted.deleted()).isTrue();
        assertThat(deleted.body()).isEqualTo(Message.TOMBSTONE);
        assertThat(deleted.reactions()).isEmpty();
        assertThat(deleted.apply(entry(9, 0, new EntryBody.Edit(TARGET, MessageBody.text("back")))))
                .isEqualTo(deleted);
    }

    @Test
    void anEditKeepsWhatTheMessageAnswers() {
        Entry entry = entry(
                TARGET, 0, new EntryBody.Posted(new MessageBody(Content.text("a"), List.of(), 2L, java.util.Map.of())));
        Message edited = Message.of(entry).apply(entry(6, 0, new EntryBody.Edit(TARGET, MessageBody.text("b"))));
        assertThat(edited.body().replyTo()).isEqualTo(2L);
        assertThat(edited.body().content().text()).isEqualTo("b");
        assertThat(edited.editSeq()).isEqualTo(6);
    }

    @Test
    void whatIsIncludedAlreadyOrMeantForAnotherChangesNothing() {
        Message message = posted().asOf(10);
        assertThat(message.apply(entry(9, 0, new EntryBody.Delete(TARGET)))).isSameAs(message);
        assertThat(message.apply(entry(11, 0, new EntryBody.Delete(TARGET + 1))))
                .isSameAs(message);
        assertThat(message.apply(entry(11, 0, new EntryBody.Renamed("x")))).isSameAs(message);
    }

    @Test
    void aTakenBackReactionOutranksOlderOnes() {
        Message message = posted().apply(entry(9, 1, new EntryBody.Reaction(TARGET, "+1", false)))
                .apply(entry(7, 1, new EntryBody.Reaction(TARGET, "+1", true)));
        assertThat(message.reactions()).containsExactly(new Message.ReactionState(USERS.get(1), "+1", false, 9));
    }

    @Test
    void onlyAPostedEntryMakesAMessage() {
        assertThatThrownBy(() -> Message.of(entry(1, 0, new EntryBody.Renamed("x"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Message posted() {
        return Message.of(entry(TARGET, 0, new EntryBody.Posted(MessageBody.text("first"))));
    }

    private static List<Entry> modifications(Random random) {
        List<Entry> entries = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            long seq = TARGET + 1 + i;
            entries.add(entry(seq, random.nextInt(USERS.size()), modification(random, seq)));
        }
        return entries;
    }

    private static EntryBody modification(Random random, long seq) {
        long target = random.nextInt(8) == 0 ? TARGET + 100 : TARGET;
        return switch (random.nextInt(6)) {
            case 0 -> new EntryBody.Delete(target);
            case 1, 2 -> new EntryBody.Edit(target, MessageBody.text("edit " + seq));
            default -> new EntryBody.Reaction(target, random.nextBoolean() ? "+1" : "-1", random.nextBoolean());
        };
    }

    private static Entry entry(long seq, int user, EntryBody body) {
        return new Entry(
                GROUP, seq, new UUID(0, seq), new Origin(USERS.get(user), null, "k" + seq), Instant.EPOCH, body);
    }
}
