package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.get;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.host.ChatListener;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Advances of marks that the store made, and said that they failed. */
class UntoldMarksTest {

    private final Answering marks = new Answering(InMemoryStores.create().marks());
    private final List<String> told = new ArrayList<>();
    private final TestEngine engine = new TestEngine(
            InMemoryStores.create().with(marks),
            builder -> builder.listener(new ChatListener() {
                @Override
                public void onMarks(ConversationId conversation, UserId user, Marks marks) {
                    told.add(user + " " + marks.delivered() + " " + marks.read());
                }
            }));

    @Test
    void whoRepeatsAnAdvanceThatWasMadeHasItTold() {
        Command.Receipt receipt = readOfOne();
        marks.silent = true;
        assertThat(codeOf(engine.chat.receipts().advance(user("bob"), receipt))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(told).isEmpty();
        marks.silent = false;
        get(engine.chat.receipts().advance(user("bob"), receipt));
        assertThat(told).containsExactly("bob 1 1");
        get(engine.chat.receipts().advance(user("bob"), receipt));
        engine.timersFire();
        assertThat(told).hasSize(1);
    }

    @Test
    void whatNobodyRepeatsIsToldWhenTheStoreAnswersAgain() {
        Command.Receipt receipt = readOfOne();
        marks.silent = true;
        assertThat(codeOf(engine.chat.receipts().advance(user("bob"), receipt))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        engine.timersFire();
        assertThat(told).isEmpty();
        marks.silent = false;
        engine.timersFire();
        assertThat(told).containsExactly("bob 1 1");
    }

    private Command.Receipt readOfOne() {
        ConversationId trip = engine.group("ada", "bob");
        return new Command.Receipt(trip, 1L, 1L, false);
    }

    /** Marks that are kept, and of which nobody hears while it is silent. */
    private static final class Answering implements MarkStore {

        private final MarkStore marks;
        private boolean silent;

        Answering(MarkStore marks) {
            this.marks = marks;
        }

        @Override
        public CompletionStage<List<MarkChange>> advance(List<MarkAdvance> advances) {
            CompletionStage<List<MarkChange>> made = marks.advance(advances);
            return silent
                    ? CompletableFuture.failedStage(new ChatException(ErrorCode.STORE_UNAVAILABLE, "no answer"))
                    : made;
        }

        @Override
        public CompletionStage<Map<ConversationId, Marks>> ofUser(
                UserId user, Collection<ConversationId> conversations) {
            return marks.ofUser(user, conversations);
        }

        @Override
        public CompletionStage<Map<UserId, Marks>> ofConversation(
                ConversationId conversation, Collection<UserId> users) {
            return marks.ofConversation(conversation, users);
        }

        @Override
        public CompletionStage<Map<ConversationId, Long>> ofDevice(
                UserId user, DeviceId device, Collection<ConversationId> conversations) {
            return marks.ofDevice(user, device, conversations);
        }

        @Override
        public String durability() {
            return marks.durability();
        }

        @Override
        public CompletionStage<Void> check() {
            return marks.check();
        }
    }
}
