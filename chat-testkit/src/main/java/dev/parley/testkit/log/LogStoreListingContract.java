package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.fill;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Stages.await;
import static dev.parley.testkit.internal.Stages.awaitFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.ConversationPage;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogStore;
import dev.parley.model.ConversationId;
import dev.parley.protocol.ErrorCode;
import dev.parley.testkit.internal.Samples;
import dev.parley.testkit.store.StoresUnderTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules 56 to 58 of {@link LogStore}: all conversations, page by page. Implementations are thread-safe. */
public interface LogStoreListingContract extends StoresUnderTest {

    /** Others may share the database: what this test made is among what is named. */
    @Test
    default void rule56_everyConversationWithALogIsNamed() {
        LogStore logs = stores().logs();
        Set<ConversationId> made = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            ConversationId conversation = conversation();
            fill(logs, conversation, 1 + i % 7);
            made.add(conversation);
        }
        assertThat(named(logs, 7, () -> {})).containsAll(made);
        assertThat(named(logs, 1_000, () -> {})).containsAll(made);
    }

    /** Ids that look alike, or that a store might cut, fold or misorder. */
    @Test
    default void rule56_everyIdIsNamedAsItIs() {
        LogStore logs = stores().logs();
        Set<ConversationId> made = new HashSet<>();
        String base = "c." + UUID.randomUUID();
        for (String suffix : Samples.TRICKY_SUFFIXES) {
            made.add(new ConversationId(base + suffix));
        }
        made.add(new ConversationId(base));
        made.add(new ConversationId((base + "-").repeat(4).substring(0, 128)));
        made.forEach(conversation -> fill(logs, conversation, 1));
        Set<ConversationId> named = new HashSet<>(named(logs, 5, () -> {}));
        named.removeIf(conversation -> !conversation.value().startsWith(base));
        assertThat(named).isEqualTo(made);
    }

    /** New logs, and entries for old ones, come between the pages. */
    @Test
    default void rule56_appendsMeanwhileHideNoConversation() {
        LogStore logs = stores().logs();
        List<ConversationId> made = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ConversationId conversation = conversation();
            fill(logs, conversation, 2);
            made.add(conversation);
        }
        int[] page = new int[1];
        assertThat(named(logs, 10, () -> {
                    if (page[0] < made.size()) {
                        fill(logs, conversation(), 1);
                        fill(logs, made.get(page[0]++), 1);
                    }
                }))
                .containsAll(made);
    }

    /** An append that is refused may make a name, and nobody trips over it. */
    @Test
    default void rule57_whatWasRefusedDoesNotDisturb() {
        LogStore logs = stores().logs();
        ConversationId refused = conversation();
        commit(logs, Samples.append(refused, Expectation.head(5), message()));
        ConversationId begun = conversation();
        fill(logs, begun, 1);
        assertThat(named(logs, 50, () -> {})).contains(begun);
    }

    /** Never more than asked for. */
    @Test
    default void rule57_aPageHasNoMoreThanItsLimit() {
        LogStore logs = stores().logs();
        for (int i = 0; i < 7; i++) {
            fill(logs, conversation(), 1);
        }
        Optional<String> cursor = Optional.empty();
        for (int limit = 1; limit <= 3; limit++) {
            ConversationPage page = await(logs.conversations(cursor, limit));
            assertThat(page.conversations()).hasSizeLessThanOrEqualTo(limit);
            assertThat(page.next()).isPresent();
            cursor = page.next();
        }
    }

    /** Equal cursors name equal places, also for stores opened another time. */
    @Test
    default void rule58_aCursorMayBeUsedAgain() {
        for (int i = 0; i < 6; i++) {
            fill(stores().logs(), conversation(), 1);
        }
        Optional<String> second =
                await(stores().logs().conversations(Optional.empty(), 3)).next();
        List<ConversationId> once =
                await(stores().logs().conversations(second, 1_000_000)).conversations();
        List<ConversationId> again =
                await(stores().logs().conversations(second, 1_000_000)).conversations();
        assertThat(again).containsAll(once);
    }

    /** What somebody made up is told apart. */
    @Test
    default void rule58_whatIsNoCursorIsRefused() {
        for (String text : List.of("", "nonsense", "id1.%", "00", "\u0000", "{}", "1")) {
            assertThat(awaitFailure(stores().logs().conversations(Optional.of(text), 10))
                            .code())
                    .as("of '%s'", text)
                    .isEqualTo(ErrorCode.INVALID_CURSOR);
        }
    }

    private static List<ConversationId> named(LogStore logs, int limit, Runnable between) {
        List<ConversationId> named = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ConversationPage page = await(logs.conversations(cursor, limit));
            assertThat(page.conversations()).hasSizeLessThanOrEqualTo(limit);
            named.addAll(page.conversations());
            cursor = page.next();
            between.run();
        } while (cursor.isPresent());
        return named;
    }
}
