package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.ServerOptions;
import dev.parley.transport.websocket.options.WebSocketOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every frame that RFC 6455 does not allow gets the close code that it asks for, and never an echo. */
class InvalidFramesTest {

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int MESSAGE = 100_000;

    private static final PlainChat chat = new PlainChat();
    private static final ChatServer server = start(new WebSocketOptions(MESSAGE, 16, 64 * 1024, 0));

    private static ChatServer start(WebSocketOptions options) {
        return ChatServer.builder(chat)
                .host("127.0.0.1")
                .port(0)
                .options(ServerOptions.DEFAULT
                        .with(options)
                        .with(ConnectionOptions.DEFAULT.withTimes(Duration.ofSeconds(10), Duration.ofMillis(100))))
                .start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] close(int code) {
        return new byte[] {(byte) (code >> 8), (byte) code};
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] fragments(int count, String each) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RawSocket.encoded(0x01, utf8(each)));
        for (int i = 1; i < count; i++) {
            all.writeBytes(RawSocket.encoded(0x00, utf8(each)));
        }
        return all.toByteArray();
    }

    static Stream<Arguments> invalid() {
        byte[] notUtf8 = {(byte) 0xc3, (byte) 0x28};
        return Stream.of(
                Arguments.of("not masked", new byte[] {(byte) TEXT, 2, '{', '}'}, 1002),
                Arguments.of("first reserved bit", RawSocket.encoded(0xc1, utf8("{}")), 1002),
                Arguments.of("second reserved bit", RawSocket.encoded(0xa1, utf8("{}")), 1002),
                Arguments.of("third reserved bit", RawSocket.encoded(0x91, utf8("{}")), 1002),
                Arguments.of("reserved data opcode", RawSocket.encoded(0x83, utf8("{}")), 1002),
                Arguments.of("reserved control opcode", RawSocket.encoded(0x8b, utf8("")), 1002),
                Arguments.of("fragmented ping", RawSocket.encoded(0x09, utf8("x")), 1002),
                Arguments.of("ping of 126 bytes", RawSocket.encoded(0x89, new byte[126]), 1002),
                Arguments.of("continuation of nothing", RawSocket.encoded(0x80, utf8("{}")), 1002),
                Arguments.of(
                        "text inside a fragmented message",
                        joined(RawSocket.encoded(0x01, utf8("{")), RawSocket.encoded(TEXT, utf8("}"))),
                        1002),
                Arguments.of("close of one byte", RawSocket.encoded(CLOSE, new byte[1]), 1002),
                Arguments.of("close code 999", RawSocket.encoded(CLOSE, close(999)), 1002),
                Arguments.of("close code 1004", RawSocket.encoded(CLOSE, close(1004)), 1002),
                Arguments.of("close code 1005", RawSocket.encoded(CLOSE, close(1005)), 1002),
                Arguments.of("close code 1006", RawSocket.encoded(CLOSE, close(1006)), 1002),
                Arguments.of("close code 1015", RawSocket.encoded(CLOSE, close(1015)), 1002),
                Arguments.of("close code 2999", RawSocket.encoded(CLOSE, close(2999)), 1002),
                Arguments.of("close code 5000", RawSocket.encoded(CLOSE, close(5000)), 1002),
                Arguments.of("close code 65535", RawSocket.encoded(CLOSE, close(65535)), 1002),
                Arguments.of("close reason not UTF-8", RawSocket.encoded(CLOSE, joined(close(1000), notUtf8)), 1007),
                Arguments.of("text not UTF-8", RawSocket.encoded(TEXT, notUtf8), 1007),
                Arguments.of(
                        "text not UTF-8 across fragments",
                        joined(
                                RawSocket.encoded(0x01, new byte[] {(byte) 0xc3}),
                                RawSocket.encoded(0x80, new byte[] {(byte) 0x28})),
                        1007),
                Arguments.of(
                        "text that ends inside a character", RawSocket.encoded(TEXT, new byte[] {(byte) 0xc3}), 1007),
                Arguments.of(
                        "a surrogate in UTF-8",
                        RawSocket.encoded(TEXT, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}),
                        1007),
                Arguments.of("binary for JSON", RawSocket.encoded(BINARY, utf8("{}")), 1003),
                Arguments.of("frame over the limit", RawSocket.encoded(TEXT, new byte[MESSAGE + 1]), 1009),
                Arguments.of(
                        "a frame that says it is endless",
                        new byte[] {(byte) TEXT, (byte) 0xff, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
                        1009),
                Arguments.of(
                        "fragments over the limit together",
                        joined(
                                RawSocket.encoded(0x01, new byte[MESSAGE - 1]),
                                RawSocket.encoded(0x00, new byte[1]),
                                RawSocket.encoded(0x80, new byte[1])),
                        1009),
                Arguments.of("too many fragments", fragments(17, " "), 1009),
                Arguments.of("empty fragments without an end", fragments(17, ""), 1009));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("invalid")
    void isClosedWithTheCodeForIt(String what, byte[] bytes, int code) throws Exception {
        try (RawSocket client = RawSocket.upgraded(server.port())) {
            PlainChat.Opened session = chat.session();

            client.bytes(bytes);

            assertThat(client.closeCode()).as(what).isEqualTo(code);
            session.gone.get(10, TimeUnit.SECONDS);
            assertThat(session.received).isEmpty();
        }
    }

    @Test
    void aMessageAsLargeAsTheLimitInAsManyFragmentsAsAllowedIsTaken() throws Exception {
        try (RawSocket client = RawSocket.upgraded(server.port())) {
            PlainChat.Opened session = chat.session();
            byte[] hello = utf8(JdkSocket.HELLO + " ".repeat(MESSAGE - 14 - JdkSocket.HELLO.length()));

            client.frame(0x01, hello);
            for (int i = 0; i < 14; i++) {
                client.frame(0x00, utf8(" "));
            }
            client.frame(0x80, new byte[0]);

            assertThat(new String(client.frame(), StandardCharsets.UTF_8)).contains("welcome");
            assertThat(session.received).hasSize(1);
        }
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() throws Exception {
        try (RawSocket client = RawSocket.upgraded(server.port())) {
            chat.session();

            client.frame(CLOSE, new byte[0]);

            assertThat(client.closeCode()).isEqualTo(1005);
        }
    }

    @Test
    void controlFramesMayComeBetweenFragments() throws Exception {
        try (RawSocket client = RawSocket.upgraded(server.port())) {
            chat.session();

            client.frame(0x01, utf8(JdkSocket.HELLO.substring(0, 5)));
            client.frame(0x89, utf8("x"));
            client.frame(0x80, utf8(JdkSocket.HELLO.substring(5)));

            assertThat(client.frame()).startsWith(0x8a).endsWith('x');
            assertThat(new String(client.frame(), StandardCharsets.UTF_8)).contains("welcome");
        }
    }
}
