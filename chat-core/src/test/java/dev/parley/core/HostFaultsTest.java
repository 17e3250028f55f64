package dev.parley.core;

import static dev.parley.core.TestEngine.codeOf;
import static dev.parley.core.TestEngine.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.host.ChatListener;
import dev.parley.core.memory.InMemoryStores;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.MessageBody;
import dev.parley.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The host's code throws what it should not, errors too: it stops nothing but itself. */
class HostFaultsTest {

    private final List<Long> heard = new ArrayList<>();
    private final ChatListener throwing = new ChatListener() {
        @Override
        public void onEntry(Entry entry) {
            throw new NoClassDefFoundError("the host's");
        }
    };
    private final ChatListener hearing = new ChatListener() {
        @Override
        public void onEntry(Entry entry) {
            heard.add(entry.seq());
        }
    };

    @Test
    void aListenerThatThrowsAnErrorKeepsNothingFromTheOthersOrFromItself() {
        TestEngine engine = new TestEngine(
                InMemoryStores.create(), builder -> builder.listener(throwing).listener(hearing));
        ConversationId trip = engine.group("ada", "bob");
        engine.send("ada", trip, "one");
        engine.send("ada", trip, "two");
        assertThat(heard).containsExactly(1L, 2L, 3L);
        assertThat(engine.failures).hasSize(3).hasOnlyElementsOfType(NoClassDefFoundError.class);
    }

    @Test
    void anInterceptorThatThrowsAnErrorFailsTheMessageAndNoLaterOne() {
        TestEngine engine = new TestEngine(
                InMemoryStores.create(),
                builder -> builder.interceptor(draft -> {
                    if (draft.body().content().text().equals("bad")) {
                        throw new StackOverflowError();
                    }
                    return CompletableFuture.completedStage(draft.body());
                }));
        ConversationId trip = engine.group("ada", "bob");
        assertThat(codeOf(engine.chat.messages().send(user("ada"), trip, "k", MessageBody.text("bad"))))
                .isEqualTo(ErrorCode.INTERNAL);
        engine.send("ada", trip, "good");
        assertThat(engine.texts("bob", trip)).containsExactly("good");
    }

    @Test
    void aFailureListenerThatThrowsStopsNothing() {
        TestEngine engine = new TestEngine(
                InMemoryStores.create(),
                builder -> builder.listener(throwing).listener(hearing).failures((where, failure) -> {
                    throw new IllegalStateException("nobody listens");
                }));
        ConversationId trip = engine.group("ada", "bob");
        engine.send("ada", trip, "one");
        assertThat(heard).containsExactly(1L, 2L);
    }
}
