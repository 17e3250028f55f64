package dev.parley.transport.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.model.DeviceId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of a connection after its upgrade, as WebSocket frames and what they carry. The first byte chooses the encoding,
 * and whether the client has said hello already.
 */
class WebSocketFramesFuzzTest {

    private static final int CBOR = 1;
    private static final int SIGNED_IN = 2;

    private static final int CONTINUED = 0x00;
    private static final int TEXT = 0x01;
    private static final int BINARY = 0x02;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int LAST = 0x80;

    private static final Command HELLO = new Command.Hello("ada", new DeviceId("d"), "", "fuzz", List.of());

    static Stream<byte[]> connections() {
        Command send = new Command.Send(EmbeddedServer.DIRECT, "k", MessageBody.text("x"));
        Command sync = new Command.Sync(Map.of(EmbeddedServer.DIRECT, 1L), 5, 5);
        Command watch = new Command.Watch(List.of(new UserId("bob")));
        Command typing = new Command.Typing(EmbeddedServer.DIRECT, true);
        byte[] ping = "{\"id\":1,\"ping\":{}}".getBytes(US_ASCII);
        return Stream.of(
                join(new byte[] {0}, message(FrameCodec.JSON, HELLO), message(FrameCodec.JSON, sync)),
                join(new byte[] {CBOR}, message(FrameCodec.CBOR, HELLO), message(FrameCodec.CBOR, sync)),
                join(new byte[] {SIGNED_IN}, message(FrameCodec.JSON, send), message(FrameCodec.JSON, watch)),
                join(new byte[] {SIGNED_IN | CBOR}, message(FrameCodec.CBOR, send, watch, typing)),
                join(new byte[] {SIGNED_IN}, frame(TEXT, "{\"id\":1,".getBytes(US_ASCII)), frame(PING, new byte[3])),
                join(new byte[] {SIGNED_IN}, frame(TEXT, ping), frame(LAST | CONTINUED, "\n{".getBytes(US_ASCII))),
                join(new byte[] {SIGNED_IN}, frame(CLOSE, new byte[] {3, (byte) 0xe8, 'b'}), frame(LAST | TEXT, ping)),
                join(new byte[] {SIGNED_IN}, frame(LAST | BINARY, new byte[] {0})));
    }

    private static byte[] message(FrameCodec codec, Command... commands) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (Command command : commands) {
            message.writeBytes(codec.encode(new Frame.Request(message.size() + 1, command)));
            message.writeBytes(codec.binary() ? new byte[0] : new byte[] {'\n'});
        }
        return frame(LAST | (codec.binary() ? BINARY : TEXT), message.toByteArray());
    }

    /** A frame under a mask that changes nothing, for the fuzzer to see through. */
    private static byte[] frame(int head, byte[] payload) {
        int length = payload.length;
        byte[] start = length < 126
                ? new byte[] {(byte) head, (byte) (0x80 | length), 0, 0, 0, 0}
                : new byte[] {(byte) head, (byte) 0xfe, (byte) (length >> 8), (byte) length, 0, 0, 0, 0};
        return join(start, payload);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Whatever comes, the server answers in frames or closes with a code, and has no fault. */
    @MethodSource("connections")
    @FuzzTest
    void whateverComesIsAnsweredOrClosedWithACode(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        FrameCodec codec = (choice & CBOR) != 0 ? FrameCodec.CBOR : FrameCodec.JSON;
        try (EmbeddedServer server = new EmbeddedServer()) {
            server.receive(("GET /v1/connect HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                            + "Sec-WebSocket-Protocol: " + codec.subprotocol() + "\r\n\r\n")
                    .getBytes(US_ASCII));
            if ((choice & SIGNED_IN) != 0) {
                server.receive(message(codec, HELLO));
            }
            server.receive(Arrays.copyOfRange(input, Math.min(1, input.length), input.length));

            server.checkNoFault();
            assertThat(server.statuses).containsExactly(101);
            for (WebSocketFrame frame : server.frames) {
                byte[] payload = ByteBufUtil.getBytes(frame.content());
                if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
                    assertThat(frame instanceof BinaryWebSocketFrame).isEqualTo(codec.binary());
                    assertThat(codec.decodeAnswers(payload)).noneMatch(WebSocketFramesFuzzTest::isFault);
                }
            }
            if (!server.open()) {
                assertThat(server.frames).last().isInstanceOf(CloseWebSocketFrame.class);
            }
        }
    }

    private static boolean isFault(Frame frame) {
        return frame instanceof Frame.Failed failed && failed.error().code().equals("internal");
    }
}
