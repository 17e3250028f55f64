package dev.parley.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.memory.InMemorySessionDirectory;
import dev.parley.core.runtime.ManualRuntime;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.node.SessionDirectory;
import dev.parley.core.spi.node.Whereabouts;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.view.Presence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final UserId ADA = new UserId("ada");
    private static final UserId BOB = new UserId("bob");
    private static final NodeId ONE = new NodeId("one");
    private static final NodeId TWO = new NodeId("two");

    private final ManualRuntime manual = new ManualRuntime();
    private final InMemorySessionDirectory real =
            new InMemorySessionDirectory(manual.runtime().clock());
    /** What was asked for, question by question. */
    private final List<Collection<?>> questions = new ArrayList<>();

    private boolean broken;
    /** What is answered when the test says so, instead of at once. */
    private CompletableFuture<Map<UserId, Whereabouts>> late = new CompletableFuture<>();

    private boolean slow;
    private final Places places = new Places(counted(), manual.runtime());

    PlacesTest() {
        for (NodeId node : List.of(ONE, TWO)) {
            real.renew(node, Duration.ofMinutes(5));
        }
    }

    private SessionDirectory counted() {
        return (SessionDirectory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SessionDirectory.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("find")) {
                        questions.add((Collection<?>) arguments[0]);
                        if (broken) {
                            return CompletableFuture.failedStage(
                                    new ChatException(ErrorCode.STORE_UNAVAILABLE, "no directory"));
                        }
                        if (slow) {
                            return late;
                        }
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void theDirectoryIsAskedOnceForAllAndAnswersAreRemembered() {
        enters(ONE, ADA);
        enters(TWO, BOB);
        assertThat(of(ADA, BOB)).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(of(BOB, ADA)).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(questions).hasSize(1).first().isEqualTo(List.of(ADA, BOB));
        manual.stepClock(Places.TRUSTED);
        assertThat(of(ADA)).containsExactly(ONE);
        assertThat(questions).hasSize(2);
    }

    @Test
    void thatSomebodyIsNowhereIsNotRemembered() {
        assertThat(of(ADA)).isEmpty();
        enters(ONE, ADA);
        assertThat(of(ADA)).containsExactly(ONE);
    }

    @Test
    void aNodeThatSaysSomebodyCameIsAddedToWhatIsKnown() {
        enters(ONE, ADA);
        of(ADA);
        places.heard(TWO, new Presence(ADA, true, manual.now()));
        assertThat(of(ADA)).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(questions).hasSize(1);
    }

    @Test
    void whoWentIsLookedUpAgain() {
        enters(ONE, ADA);
        of(ADA);
        real.leave(ONE, Map.of(ADA, manual.now()));
        places.heard(ONE, new Presence(ADA, false, manual.now()));
        assertThat(of(ADA)).isEmpty();
    }

    @Test
    void anAnswerThatIsOlderThanWhatWasHeardIsNotRemembered() {
        slow = true;
        CompletableFuture<Set<NodeId>> asked = places.of(List.of(ADA)).toCompletableFuture();
        enters(ONE, ADA);
        places.heard(TWO, new Presence(ADA, true, manual.now()));
        late.complete(Map.of(ADA, new Whereabouts(Set.of(ONE), manual.now())));
        assertThat(asked.getNow(Set.of())).containsExactly(ONE);
        slow = false;
        enters(TWO, ADA);
        assertThat(of(ADA)).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void whoAsksLaterGetsNoAnswerThatWasAskedForBefore() {
        slow = true;
        CompletableFuture<Set<NodeId>> before = places.of(List.of(ADA)).toCompletableFuture();
        slow = false;
        enters(ONE, ADA);
        assertThat(of(ADA)).containsExactly(ONE);
        late.complete(Map.of(ADA, Whereabouts.UNKNOWN));
        assertThat(before.getNow(Set.of(TWO))).isEmpty();
        assertThat(of(ADA)).containsExactly(ONE);
    }

    @Test
    void aDirectoryThatFailsIsAskedAgain() {
        enters(ONE, ADA);
        broken = true;
        assertThat(places.of(List.of(ADA)).toCompletableFuture()).isCompletedExceptionally();
        broken = false;
        assertThat(of(ADA)).containsExactly(ONE);
    }

    @Test
    void whatIsForgottenIsAskedForAgain() {
        enters(ONE, ADA);
        enters(ONE, BOB);
        of(ADA, BOB);
        enters(TWO, ADA);
        enters(TWO, BOB);
        places.forget(ADA);
        assertThat(of(ADA)).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(of(BOB)).containsExactly(ONE);
        places.forget();
        assertThat(of(BOB)).containsExactlyInAnyOrder(ONE, TWO);
    }

    private void enters(NodeId node, UserId user) {
        real.enter(node, Map.of(user, manual.now()));
    }

    private Set<NodeId> of(UserId... users) {
        return places.of(List.of(users)).toCompletableFuture().getNow(Set.of());
    }
}
