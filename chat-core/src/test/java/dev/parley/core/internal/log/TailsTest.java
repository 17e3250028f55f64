package dev.parley.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.runtime.ChatRuntime;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class TailsTest {

    private static final int MOST_BYTES = 1_000_000;

    private final ChatRuntime runtime =
            new ChatRuntime(InstantSource.system(), Runnable::run, (delay, task) -> () -> {}, () -> 7);
    private final Tails tails = new Tails(runtime, MOST_BYTES);

    private static ConversationId conversation(int number) {
        return new ConversationId("c" + number);
    }

    private static Entry entry(ConversationId conversation, long seq) {
        return new Entry(
                conversation,
                seq,
                new UUID(0, seq),
                new Origin(new UserId("ada"), null, "k" + seq),
                Instant.EPOCH,
                new EntryBody.Posted(MessageBody.text("x".repeat(1_000))));
    }

    private void grow(ConversationId conversation, long seq) {
        Entry entry = entry(conversation, seq);
        tails.change(conversation, tail -> tail == null ? Tail.of(List.of(entry), true) : tail.plus(entry, 1_000));
    }

    @Test
    void tailsThatGrowInTheirPlacesStayWithinTheBound() {
        for (int seq = 1; seq <= 100; seq++) {
            for (int number = 0; number < 100; number++) {
                grow(conversation(number), seq);
            }
        }
        List<Tail> kept = IntStream.range(0, 100)
                .mapToObj(number -> tails.of(conversation(number)))
                .filter(Objects::nonNull)
                .toList();
        // Each may be a quarter heavier than the cache knows, or 4 KiB, whichever is more.
        int known = kept.stream()
                .mapToInt(tail -> Math.min(tail.weight() * 4 / 5, tail.weight() - 4_096))
                .sum();
        assertThat(kept).isNotEmpty();
        assertThat(known).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void aChangeThatKeepsNothingChangesNothing() {
        tails.change(conversation(1), tail -> null);
        assertThat(tails.of(conversation(1))).isNull();
        grow(conversation(1), 1);
        tails.change(conversation(1), tail -> null);
        assertThat(tails.of(conversation(1))).isNotNull();
    }

    @Test
    void onlyATailThatIsKeptIsChangedAsSuch() {
        tails.changeKept(conversation(1), tail -> tail.plus(entry(conversation(1), 2), 1_000));
        assertThat(tails.of(conversation(1))).isNull();
        grow(conversation(1), 1);
        tails.changeKept(conversation(1), tail -> tail.plus(entry(conversation(1), 2), 1_000));
        assertThat(tails.of(conversation(1)))
                .isNotNull()
                .satisfies(tail -> assertThat(tail.head()).isEqualTo(2));
    }
}
