package dev.parley.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.transport.websocket.options.ServerOptions;
import dev.parley.transport.websocket.options.WebSocketOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate (RFC 7692): what is agreed on, what stays between messages (nothing), what is too much. */
class CompressionTest {

    private static final int MESSAGE = 100_000;
    private static final int COMPRESSED_TEXT = 0xc1;
    private static final String OFFER = "permessage-deflate; client_max_window_bits";

    private final PlainChat chat = new PlainChat();
    private final ChatServer server = start(new WebSocketOptions(MESSAGE, 16, 64 * 1024, MESSAGE));

    private ChatServer start(WebSocketOptions options) {
        return ChatServer.builder(chat)
                .host("127.0.0.1")
                .port(0)
                .options(ServerOptions.DEFAULT.with(options))
                .start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private RawSocket agreed() throws IOException {
        RawSocket client = new RawSocket(server.port());
        client.upgrade("/v1/connect", "Sec-WebSocket-Extensions: " + OFFER);
        assertThat(client.head()).containsIgnoringCase("permessage-deflate");
        return client;
    }

    private static byte[] payload(byte[] frame) {
        return Arrays.copyOfRange(frame, 1, frame.length);
    }

    /** A frame of an exact size that means nothing more than ping. */
    private static byte[] ping(int size) {
        String empty = "{\"id\":7,\"ping\":{\"pad\":\"\"}}";
        return utf8("{\"id\":7,\"ping\":{\"pad\":\"" + "x".repeat(size - empty.length()) + "\"}}");
    }

    @Test
    void compressionIsOffByDefault() throws Exception {
        try (ChatServer usual = start(WebSocketOptions.DEFAULT);
                RawSocket client = RawSocket.upgraded(usual.port(), "Sec-WebSocket-Extensions: " + OFFER)) {
            client.frame(0x81, utf8(JdkSocket.HELLO));
            assertThat(client.frame()[0]).isEqualTo((byte) 0x81);

            client.frame(COMPRESSED_TEXT, Deflated.message(utf8(JdkSocket.HELLO)));
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void nothingIsCompressedForWhoDidNotAsk() throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.upgrade("/v1/connect");
            assertThat(client.head()).doesNotContainIgnoringCase("Sec-WebSocket-Extensions");

            client.frame(0x81, utf8(JdkSocket.HELLO));
            assertThat(client.frame()[0]).isEqualTo((byte) 0x81);
            client.frame(COMPRESSED_TEXT, Deflated.message(utf8(JdkSocket.HELLO)));
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate",
            })
    void whateverIsOfferedNeitherSideKeepsMemoryBetweenMessages(String offer) throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.upgrade("/v1/connect", "Sec-WebSocket-Extensions: " + offer);

            assertThat(client.head())
                    .containsIgnoringCase("Sec-WebSocket-Extensions: permessage-deflate")
                    .contains("server_no_context_takeover")
                    .contains("client_no_context_takeover");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; made_up=1",
                "permessage-deflate; client_max_window_bits=99",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-bzip2",
            })
    void anOfferThatCannotBeKeptIsDeclined(String offer) throws Exception {
        try (RawSocket client = new RawSocket(server.port())) {
            client.upgrade("/v1/connect", "Sec-WebSocket-Extensions: " + offer);

            assertThat(client.head()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
        }
    }

    @Test
    void everyMessageFromTheServerCanBeReadByItself() throws Exception {
        try (RawSocket client = agreed()) {
            client.frame(COMPRESSED_TEXT, Deflated.message(utf8(JdkSocket.HELLO)));
            byte[] first = client.frame();
            client.frame(COMPRESSED_TEXT, Deflated.message(utf8(JdkSocket.HELLO)));
            byte[] second = client.frame();

            assertThat(first[0]).isEqualTo((byte) COMPRESSED_TEXT);
            assertThat(new String(Deflated.plain(payload(first)), StandardCharsets.UTF_8))
                    .contains("welcome");
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void aMessageThatNeedsTheOneBeforeIsRefused() throws Exception {
        Deflater keeping = new Deflater(9, true);
        try (RawSocket client = agreed()) {
            client.frame(COMPRESSED_TEXT, Deflated.message(keeping, utf8(JdkSocket.HELLO)));
            client.frame();
            client.frame(COMPRESSED_TEXT, Deflated.message(keeping, utf8(JdkSocket.HELLO)));

            assertThat(client.closeCode()).isEqualTo(1002);
        } finally {
            keeping.end();
        }
    }

    @Test
    void aCompressedMessageMayComeInFragments() throws Exception {
        byte[] compressed = Deflated.message(utf8(JdkSocket.HELLO));
        try (RawSocket client = agreed()) {
            client.frame(0x41, Arrays.copyOf(compressed, 5));
            client.frame(0x89, utf8("between"));
            client.frame(0x00, new byte[0]);
            client.frame(0x80, Arrays.copyOfRange(compressed, 5, compressed.length));

            assertThat(client.frame()).startsWith(0x8a);
            assertThat(new String(Deflated.plain(payload(client.frame())), StandardCharsets.UTF_8))
                    .contains("welcome");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xc9, 0xca, 0xc8, 0xe1, 0xd1, 0xa1, 0xc0})
    void reservedBitsAnywhereElseAreRefused(int first) throws Exception {
        try (RawSocket client = agreed()) {
            client.frame(0x41, Arrays.copyOf(Deflated.message(utf8(JdkSocket.HELLO)), 5));
            client.frame(first, new byte[0]);

            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void theMessageLimitCountsWhatWasDecompressed() throws Exception {
        byte[] largest = Deflated.message(ping(MESSAGE));
        byte[] tooLarge = Deflated.message(ping(MESSAGE + 1));
        assertThat(tooLarge.length).isLessThan(1000);
        try (RawSocket client = agreed()) {
            client.frame(COMPRESSED_TEXT, largest);
            assertThat(new String(Deflated.plain(payload(client.frame())), StandardCharsets.UTF_8))
                    .contains("\"id\":7");

            client.frame(COMPRESSED_TEXT, tooLarge);
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void theMessageLimitCountsAllFragmentsTogether() throws Exception {
        byte[] compressed = Deflated.zeros(2 * MESSAGE - 2);
        try (RawSocket client = agreed()) {
            PlainChat.Opened session = chat.session();
            int half = compressed.length / 2;
            client.frame(0x41, Arrays.copyOf(compressed, half));
            client.frame(0x80, Arrays.copyOfRange(compressed, half, compressed.length));

            assertThat(client.closeCode()).isEqualTo(1009);
            session.gone.get(10, TimeUnit.SECONDS);
            assertThat(session.received).isEmpty();
        }
    }

    @Test
    void whatCompressesWellButIsTooLargeIsRefused() throws Exception {
        byte[] bomb = Deflated.zeros(50_000_000);
        assertThat(bomb.length).isLessThan(MESSAGE);
        try (RawSocket client = agreed()) {
            client.frame(COMPRESSED_TEXT, bomb);

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void whatIsNotDeflatedButSaysSoIsRefused() throws Exception {
        try (RawSocket client = agreed()) {
            client.frame(COMPRESSED_TEXT, new byte[] {-1, -1, -1, -1, -1});

            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void compressedTextMustBeUtf8() throws Exception {
        try (RawSocket client = agreed()) {
            client.frame(COMPRESSED_TEXT, Deflated.message(new byte[] {'{', (byte) 0xc3, (byte) 0x28}));

            assertThat(client.closeCode()).isEqualTo(1007);
        }
    }
}
