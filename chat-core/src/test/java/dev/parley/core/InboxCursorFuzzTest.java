package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** The cursor of an inbox page, which a client may have made up. */
class InboxCursorFuzzTest {

    private static final TestEngine ENGINE = new TestEngine();

    static {
        for (int i = 0; i < 5; i++) {
            ENGINE.group("ada");
            ENGINE.group("bob");
        }
    }

    static Stream<byte[]> cursors() {
        String real = inbox(null, 2).next();
        return Stream.of(real == null ? new byte[0] : Base64.getUrlDecoder().decode(real));
    }

    /** The input is taken for what the cursor holds, and for the cursor itself. */
    @MethodSource("cursors")
    @FuzzTest
    void aCursorNeverShowsMoreThanOnesOwnInboxOrIsRefused(byte[] input) {
        check(Base64.getUrlEncoder().encodeToString(input));
        check(new String(input, StandardCharsets.UTF_8));
    }

    private static void check(String cursor) {
        try {
            assertThat(inbox(cursor, 200).conversations())
                    .hasSizeLessThanOrEqualTo(5)
                    .allSatisfy(shown -> assertThat(shown.role()).isNotNull());
        } catch (ChatException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CURSOR);
        }
        assertThat(ENGINE.failures).isEmpty();
    }

    private static Result.InboxPage inbox(@Nullable String cursor, int limit) {
        return (Result.InboxPage)
                TestEngine.get(ENGINE.chat.execute(Actor.user("ada"), new Command.Inbox(cursor, limit)));
    }
}
