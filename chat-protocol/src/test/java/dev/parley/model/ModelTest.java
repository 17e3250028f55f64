package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.WireError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "\u007f", "\u0085", "\ud800", "a\udc00b", "\udc00\ud800"})
    void anIdThatIsNoIdIsRefused(String value) {
        assertThatThrownBy(() -> new UserId(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConversationId(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DeviceId(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Origin(UserId.SYSTEM, null, value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIdHasAtMost128Characters() {
        assertThat(new UserId("x".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new UserId("x".repeat(129)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user id: 129 characters (expected: 1..128)");
    }

    @Test
    void aDirectConversationHasOneIdWhoeverAsks() {
        UserId ada = new UserId("ada");
        UserId bob = new UserId("bob");
        assertThat(ConversationId.direct(ada, bob)).isEqualTo(ConversationId.direct(bob, ada));
        assertThat(ConversationId.direct(ada, bob).isDirect()).isTrue();
        Set<ConversationId> ids = new HashSet<>();
        for (String one : new String[] {"a", "ab", "abc", "1:a", "2:ab"}) {
            for (String other : new String[] {"", "b", "bc", "c", ":b"}) {
                if (!other.isEmpty()) {
                    ids.add(ConversationId.direct(new UserId(one), new UserId(other)));
                }
            }
        }
        assertThat(ids).hasSize(20);
    }

    @Test
    void marksImplyEachOtherAndOnlyGrow() {
        Marks marks = new Marks(3, 5, 7);
        assertThat(marks).isEqualTo(new Marks(7, 7, 7));
        assertThat(marks.max(new Marks(9, 1, 0))).isEqualTo(new Marks(9, 7, 7));
        assertThat(new Marks(9, 8, 4).shown()).isEqualTo(new Marks(9, 4, 4));
        assertThatThrownBy(() -> new Marks(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contentNeverShowsItselfInALog() {
        assertThat(Content.text("secret").toString()).isEqualTo("Content[text/plain, 6 bytes]");
        assertThat(Content.encrypted("a/b", "secret".getBytes(StandardCharsets.UTF_8))
                        .toString())
                .isEqualTo("Content[a/b, 6 bytes, encrypted]");
    }

    @Test
    void closeCodesTellWhetherToReconnect() {
        for (CloseCode code : CloseCode.values()) {
            assertThat(CloseCode.reconnect(code.code())).isEqualTo(code.reconnect());
            assertThat(code.code()).isBetween(4000, 4999);
        }
        assertThat(CloseCode.reconnect(1006)).isTrue();
        assertThat(CloseCode.reconnect(4999)).isFalse();
    }

    @Test
    void everyErrorCrossesTheWireAndComesBack() {
        for (ErrorCode code : ErrorCode.values()) {
            ChatException failure = ChatException.retryAfter(code, "why", Duration.ofMillis(1_500));
            ChatException back = WireError.of(failure).toException();
            assertThat(back.code()).isEqualTo(code);
            assertThat(back.retryable()).isEqualTo(code.retryable());
            assertThat(back.retryAfter()).isEqualTo(Duration.ofMillis(1_500));
            assertThat(ErrorCode.ofWireName(code.wireName())).contains(code);
        }
        ChatException custom =
                WireError.of(ChatException.rejected("spam", "no")).toException();
        assertThat(custom.code()).isEqualTo(ErrorCode.REJECTED);
        assertThat(custom.wireCode()).isEqualTo("spam");
    }
}
