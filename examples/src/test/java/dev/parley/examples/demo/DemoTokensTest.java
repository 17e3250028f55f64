package dev.parley.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTokensTest {

    private static final UserId ADA = new UserId("ada");

    @TempDir
    private Path data;

    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private DemoTokens tokens = none();

    private static DemoTokens none() {
        try {
            return DemoTokens.in(Files.createTempDirectory("parley"), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void open() throws Exception {
        tokens = DemoTokens.in(data, clock);
    }

    private static void refused(DemoTokens tokens, String token, ErrorCode code) {
        assertThatThrownBy(() -> tokens.check(token))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aTokenSaysWhoItIsForTwelveHours() {
        String token = tokens.issue(ADA);

        now = now.plus(Duration.ofHours(12).minusSeconds(1));
        assertThat(tokens.check(token).user()).isEqualTo(ADA);
        now = now.plusSeconds(1);
        refused(tokens, token, ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void aTokenOutlivesARestart() throws Exception {
        String token = tokens.issue(new UserId("zoë"));

        assertThat(DemoTokens.in(data, clock).check(token).user()).isEqualTo(new UserId("zoë"));
    }

    @Test
    void anotherServersTokenIsRefused() {
        refused(none(), tokens.issue(ADA), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void aTokenForSomebodyElseCannotBeMadeOfOnesOwn() {
        String token = tokens.issue(ADA);
        String forged = "Z3JhY2U" + token.substring(token.indexOf('.'));

        refused(tokens, forged, ErrorCode.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c", "YWRh.99999999999.", "YWRh.99999999999.!!!"})
    void whatIsNoTokenIsRefused(String token) {
        refused(tokens, token, ErrorCode.UNAUTHENTICATED);
    }
}
