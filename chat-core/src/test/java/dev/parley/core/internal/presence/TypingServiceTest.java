package dev.parley.core.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.runtime.ManualRuntime;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypingServiceTest {

    private static final UserId ADA = new UserId("ada");
    private static final ConversationId ROOM = new ConversationId("room");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final DeviceId LAPTOP = new DeviceId("laptop");

    private final ManualRuntime manual = new ManualRuntime();
    private final List<String> ended = new ArrayList<>();
    private final TypingService typing = new TypingService(
            manual.runtime().scheduler(),
            Duration.ofSeconds(6),
            (conversation, user) -> ended.add(conversation + "/" + user),
            (where, failure) -> {});

    @Test
    void typingEndsByItself() {
        assertThat(typing.started(ROOM, ADA, PHONE)).isTrue();
        manual.advance(Duration.ofMillis(5_900));
        assertThat(ended).isEmpty();
        manual.advance(Duration.ofMillis(500));
        assertThat(ended).containsExactly("room/ada");
        assertThat(manual.scheduled()).isZero();
    }

    @Test
    void everySignKeepsItGoing() {
        typing.started(ROOM, ADA, PHONE);
        for (int i = 0; i < 5; i++) {
            manual.advance(Duration.ofSeconds(4));
            assertThat(typing.started(ROOM, ADA, PHONE)).isTrue();
        }
        assertThat(ended).isEmpty();
        manual.advance(Duration.ofSeconds(7));
        assertThat(ended).containsExactly("room/ada");
    }

    @Test
    void signsInQuickSuccessionAreToldOnce() {
        assertThat(typing.started(ROOM, ADA, PHONE)).isTrue();
        for (int i = 0; i < 15; i++) {
            manual.advance(Duration.ofMillis(100));
            assertThat(typing.started(ROOM, ADA, PHONE)).isFalse();
        }
        manual.advance(Duration.ofSeconds(1));
        assertThat(typing.started(ROOM, ADA, PHONE)).isTrue();
    }

    @Test
    void stoppingIsToldOnceAndByTheCaller() {
        typing.started(ROOM, ADA, PHONE);
        assertThat(typing.stopped(ROOM, ADA)).isTrue();
        assertThat(typing.stopped(ROOM, ADA)).isFalse();
        manual.advance(Duration.ofSeconds(10));
        assertThat(ended).isEmpty();
    }

    @Test
    void theEndOfTheDevicesSessionEndsIt() {
        ConversationId other = new ConversationId("other");
        typing.started(ROOM, ADA, PHONE);
        typing.started(other, ADA, LAPTOP);
        typing.sessionEnded(ADA, PHONE);
        assertThat(ended).containsExactly("room/ada");
        typing.sessionEnded(ADA, LAPTOP);
        assertThat(ended).containsExactly("room/ada", "other/ada");
        typing.sessionEnded(ADA, LAPTOP);
        assertThat(ended).hasSize(2);
    }

    @Test
    void stoppingAndStartingOverAndOverLeavesNoTimersBehind() {
        for (int i = 0; i < 100; i++) {
            typing.started(ROOM, ADA, PHONE);
            typing.stopped(ROOM, ADA);
        }
        typing.started(ROOM, ADA, PHONE);
        manual.advance(Duration.ofSeconds(20));
        assertThat(ended).containsExactly("room/ada");
        assertThat(manual.scheduled()).isZero();
    }
}
