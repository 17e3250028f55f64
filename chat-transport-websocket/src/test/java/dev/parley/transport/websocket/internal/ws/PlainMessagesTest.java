package dev.parley.transport.websocket.internal.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire is read by Netty's decoder, as a client would. */
@Tag("any-jdk")
class PlainMessagesTest {

    private static final int MOST = 100_000;

    private static List<String> read(PlainMessages messages, Class<? extends WebSocketFrame> kind, String... frames) {
        List<byte[]> bytes = new ArrayList<>();
        long all = 0;
        for (String frame : frames) {
            bytes.add(frame.getBytes(StandardCharsets.UTF_8));
            all += frame.length();
        }
        ByteBuf out = messages.of(UnpooledByteBufAllocator.DEFAULT, bytes, all);
        assertThat(out.capacity()).isLessThanOrEqualTo((int) all + bytes.size() * 2 + 10);
        EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, MOST));
        client.writeInbound(out);
        List<String> read = new ArrayList<>();
        for (WebSocketFrame frame = client.readInbound(); frame != null; frame = client.readInbound()) {
            assertThat(frame).isInstanceOf(kind);
            assertThat(frame.isFinalFragment()).isTrue();
            read.add(frame.content().toString(StandardCharsets.UTF_8));
            frame.release();
        }
        client.finishAndReleaseAll();
        return read;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 127, 65_535, 65_536, 70_000})
    void aMessageOfAnyLengthArrivesAsItWas(int length) {
        String text = "x".repeat(length);
        assertThat(read(new PlainMessages(false, MOST), TextWebSocketFrame.class, text))
                .containsExactly(text);
        assertThat(read(new PlainMessages(true, MOST), BinaryWebSocketFrame.class, text))
                .containsExactly(text);
    }

    @Test
    void framesOfATurnShareAMessageAsFarAsTheLimitAllows() {
        PlainMessages text = new PlainMessages(false, 8);
        assertThat(read(text, TextWebSocketFrame.class, "abc", "def", "g", "longer than the limit", "h"))
                .containsExactly("abc\ndef", "g", "longer than the limit", "h");
        PlainMessages binary = new PlainMessages(true, 8);
        assertThat(read(binary, BinaryWebSocketFrame.class, "abc", "def", "g")).containsExactly("abcdef", "g");
    }
}
