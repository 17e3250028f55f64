package dev.parley.benchmarks.load.talk;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TemplateTest {

    private static final long STAMP = Stamps.FIRST + 42;

    /** Decoded by Netty, which wants client frames masked. */
    private static WebSocketFrame decoded(ByteBuf written) {
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, 1 << 20));
        assertThat(channel.writeInbound(written)).isTrue();
        WebSocketFrame frame = channel.readInbound();
        assertThat(channel.inboundMessages()).isEmpty();
        return frame;
    }

    @Test
    void everyHoleHoldsTheStamp() {
        ByteBuf out = Unpooled.buffer();
        Template.text("{\"id\":{n},\"text\":\"@{n}" + Stamps.FILLER + "\"}").write(out, STAMP);
        WebSocketFrame frame = decoded(out);
        assertThat(frame).isInstanceOf(TextWebSocketFrame.class);
        assertThat(frame.content().toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":" + STAMP + ",\"text\":\"@" + STAMP + Stamps.FILLER + "\"}");
        frame.release();
    }

    @Test
    void aShortHoleHoldsTheLastNineDigits() {
        ByteBuf out = Unpooled.buffer();
        Template.text("42{m}[{n}]").write(out, STAMP);
        WebSocketFrame frame = decoded(out);
        assertThat(frame.content().toString(StandardCharsets.UTF_8)).isEqualTo("42000000042[" + STAMP + "]");
        frame.release();
    }

    @Test
    void aTemplateIsTheSameAfterItWasWritten() {
        Template template = Template.text("@{n}");
        template.write(Unpooled.buffer(), STAMP + 1);
        ByteBuf again = Unpooled.buffer();
        template.write(again, STAMP);
        WebSocketFrame frame = decoded(again);
        assertThat(frame.content().toString(StandardCharsets.UTF_8)).isEqualTo("@" + STAMP);
        frame.release();
    }

    @Test
    void aBinaryHoleHoldsTheStampHighestByteFirst() {
        ByteBuf out = Unpooled.buffer();
        Template.binary().bytes((byte) 7).integer().text("{n}").build().write(out, STAMP);
        WebSocketFrame frame = decoded(out);
        assertThat(frame).isInstanceOf(BinaryWebSocketFrame.class);
        assertThat(frame.content().readByte()).isEqualTo((byte) 7);
        assertThat(frame.content().readLong()).isEqualTo(STAMP);
        assertThat(frame.content().toString(StandardCharsets.UTF_8)).isEqualTo(Long.toString(STAMP));
        frame.release();
    }

    @Test
    void payloadsOfEveryLengthFormAreFrames() {
        for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
            ByteBuf out = Unpooled.buffer();
            Template.write(out, 2, new byte[length], length);
            WebSocketFrame frame = decoded(out);
            assertThat(frame.content().readableBytes()).isEqualTo(length);
            frame.release();
        }
    }

    @Test
    void theStampIsFoundAmongOtherAtSigns() {
        ByteBuf in = Unpooled.copiedBuffer("a@b @12 @" + STAMP + " x", StandardCharsets.US_ASCII);
        int at = Stamps.find(in, 0, in.writerIndex());
        assertThat(Stamps.read(in, at)).isEqualTo(STAMP);
        assertThat(Stamps.find(in, at, in.writerIndex())).isNegative();
    }

    @Test
    void aTextHasItsLength() {
        assertThat("@" + STAMP + Stamps.FILLER).hasSize(Stamps.TEXT);
    }
}
