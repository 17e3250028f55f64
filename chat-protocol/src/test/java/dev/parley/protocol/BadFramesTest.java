package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadFramesTest {

    private static final String OK_CONTENT = "\"content\":{\"text\":\"x\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":5,\"send\":{\"key\":\"k\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\"}}",
                "{\"id\":5,\"send\":{\"conversation\":7,\"key\":\"k\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"\",\"key\":\"k\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"a\\u0000b\",\"key\":\"k\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"\\ud800\",\"key\":\"k\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\\udfff\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\\u0000\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"content\":\"x\"}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"content\":{\"mediaType\":\"a/b\"}}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"content\":{\"mediaType\":\"a/b\",\"data\":\"$$\"}}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"mentions\":[7]," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"mentions\":[null]," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"mentions\":\"ada\"," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"custom\":{\"a\":1}," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"custom\":{\"a\":\"\\ud800\"}," + OK_CONTENT
                        + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"replyTo\":1.5," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"replyTo\":9007199254740992," + OK_CONTENT
                        + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"replyTo\":1e400," + OK_CONTENT + "}}",
                "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"replyTo\":123456789012345678901234567890,"
                        + OK_CONTENT + "}}",
                "{\"id\":5,\"sync\":{\"cursors\":{\"c\":\"7\"}}}",
                "{\"id\":5,\"sync\":{\"cursors\":{\"\":7}}}",
                "{\"id\":5,\"sync\":{\"cursors\":{\"c\":9007199254740993}}}",
                "{\"id\":5,\"sync\":{\"cursors\":[]}}",
                "{\"id\":5,\"change_role\":{\"conversation\":\"c\",\"key\":\"k\",\"user\":\"u\",\"role\":\"king\"}}",
                "{\"id\":5,\"create\":{\"key\":\"k\",\"title\":\"\\udc00\"}}",
                "{\"id\":5,\"create\":{\"key\":\"k\",\"title\":\"t\",\"members\":[\"ada\"]}}",
                "{\"id\":5,\"typing\":{\"conversation\":\"c\",\"active\":\"yes\"}}",
                "{\"id\":5,\"configure\":{\"conversation\":\"c\",\"mutedUntil\":\"2030\"}}",
            })
    void aFieldThatIsMissingOrWrongIsABadRequestUnderItsId(String json) {
        assertThat(decode(json)).singleElement().isInstanceOfSatisfying(Frame.Unreadable.class, frame -> {
            assertThat(frame.id()).isEqualTo(5);
            assertThat(frame.error().code()).isEqualTo("bad_request");
            assertThat(frame.error().retryable()).isFalse();
            assertThat(frame.error().message()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "null",
                "\"send\"",
                "{}",
                "{\"id\":5}",
                "{\"id\":5,\"send\":[]}",
                "{\"id\":0,\"ping\":{}}",
                "{\"id\":-1,\"ping\":{}}",
                "{\"id\":\"5\",\"ping\":{}}",
                "{\"id\":1.5,\"ping\":{}}",
                "{\"id\":9007199254740992,\"ping\":{}}",
                "{\"id\":5,\"id\":6,\"ping\":{}}",
                "{\"id\":5,\"send\":{\"key\":\"a\",\"key\":\"b\"}}",
                "{\"id\":5,\"ping\":{}",
                "{\"id\":5,\"ping\":",
                "{\"id\":5,\"ping\":{\"a\":[1,",
                "{id:5}",
                "{\"id\":05,\"ping\":{}}",
                "{\"id\":5,\"ping\":{}} // hello",
                "{\"id\":5,\"ping\":{\"a\":\"raw \n line feed\"}}",
                "{\"a\":[[[[[[[[[[[[[[]]]]]]]]]]]]]]}",
                "{\"id\":5,\"ping\":{\"n\":11111111111111111111111111111111111111111}}",
                "\u0000",
            })
    void whatIsNoFrameIsABadRequestWithoutId(String json) {
        List<Frame> frames = decode(json);
        assertThat(frames.get(frames.size() - 1)).isInstanceOfSatisfying(Frame.Unreadable.class, frame -> {
            assertThat(frame.id()).isZero();
            assertThat(frame.error().code()).isEqualTo("bad_request");
        });
    }

    @Test
    void framesBeforeBrokenBytesStillCount() {
        List<Frame> frames = decode("{\"id\":1,\"ping\":{}}\n{\"id\":2,\"nonsense\":{}}\n{\"id\":3,\"ping\":{}}\n{");
        assertThat(frames).hasSize(4);
        assertThat(frames.get(0)).isEqualTo(new Frame.Request(1, new Command.Ping()));
        assertThat(frames.get(1)).isInstanceOfSatisfying(Frame.Unreadable.class, frame -> {
            assertThat(frame.id()).isEqualTo(2);
            assertThat(frame.error().code()).isEqualTo("unknown_command");
        });
        assertThat(frames.get(2)).isEqualTo(new Frame.Request(3, new Command.Ping()));
        assertThat(frames.get(3)).isInstanceOf(Frame.Unreadable.class);
    }

    @Test
    void textThatIsNotUnicodeIsInvalidText() {
        String json = "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"content\":{\"text\":\"a\\ud800\"}}}";
        assertThat(decode(json))
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Unreadable.class,
                        frame -> assertThat(frame.error().code()).isEqualTo("invalid_text"));
    }

    @Test
    void aKeyHasAtMost64Characters() {
        String json = "{\"id\":5,\"rename\":{\"conversation\":\"c\",\"title\":\"t\",\"key\":\"%s\"}}";
        assertThat(decode(json.formatted("k".repeat(64)))).singleElement().isInstanceOf(Frame.Request.class);
        assertThat(decode(json.formatted("k".repeat(65)))).singleElement().isInstanceOf(Frame.Unreadable.class);
    }

    @Test
    void aWholeNumberMayBeWrittenAsAFraction() {
        assertThat(decode("{\"id\":5.0,\"ping\":{}}")).containsExactly(new Frame.Request(5, new Command.Ping()));
    }

    @Test
    void invalidUtf8IsABadRequest() {
        byte[] bytes = "{\"id\":1,\"ping\":{\"a\":\"?\"}}".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 4] = (byte) 0xFF;
        assertThat(FrameCodec.JSON.decodeRequests(bytes)).singleElement().isInstanceOf(Frame.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00", // an integer
                "80", // a list
                "a0", // an empty object
                "a1", // an object without its member
                "bf", // an endless object without an end
                "bf6469", // cut inside a name
                "a16470696e67", // a name without a value
                "a16470696e6780", // ping: []
                "a16470696e679f01", // a list without an end
                "a26269640562696406", // a duplicate member
                "a2626964c249ffffffffffffffffff6470696e67a0", // a big number as id
                "a26269641bffffffffffffffff6470696e67a0", // 2^64 - 1 as id
                "a2626964fb7ff00000000000006470696e67a0", // infinity as id
                "ff", // a break
                "1c", // reserved
            })
    void cborThatIsNoFrameIsABadRequest(String hex) {
        List<Frame> frames = FrameCodec.CBOR.decodeRequests(HexFormat.of().parseHex(hex));
        assertThat(frames)
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Unreadable.class,
                        frame -> assertThat(frame.error().code()).isEqualTo("bad_request"));
    }

    /** Errors end up in logs, and may hold a token that was sent in the wrong place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"hello\":{\"token\":secret}}",
                "{\"id\":1,\"hello\":{secret:1}}",
                "{\"id\":1,\"hello\":{\"secret\":1,\"secret\":2}}",
                "{\"id\":1,\"hello\":{\"device\":\"\\u0000secret\"}}",
                "{\"id\":1,\"hello\":\"secret\"}",
                "{\"id\":1,\"secret\":{}}",
                "secret",
            })
    void errorsDoNotRepeatWhatWasSent(String json) {
        assertThat(decode(json))
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Unreadable.class,
                        frame -> assertThat(frame.error().message()).doesNotContain("secret"));
    }

    @Test
    void aTruncatedMessageNeverYieldsTheFrameItWas() {
        for (FrameCodec codec : FrameCodecTest.codecs()) {
            for (Frame frame : Samples.requests()) {
                byte[] whole = codec.encode(frame);
                for (int length = 1; length < whole.length; length++) {
                    List<Frame> frames = codec.decodeRequests(Arrays.copyOf(whole, length));
                    assertThat(frames).singleElement().isInstanceOf(Frame.Unreadable.class);
                }
            }
        }
    }

    /** Whatever arrives, the codec answers with frames or a ChatException, and what it accepts it can write again. */
    @Test
    void damagedBytesNeverBreakTheCodec() {
        SplittableRandom random = new SplittableRandom(42);
        for (FrameCodec codec : FrameCodecTest.codecs()) {
            for (int round = 0; round < 40; round++) {
                for (Frame frame : Samples.requests()) {
                    for (Frame read : codec.decodeRequests(damage(codec.encode(frame), random))) {
                        if (read instanceof Frame.Request request) {
                            assertThat(codec.decodeRequests(codec.encode(request)))
                                    .containsExactly(request);
                        }
                    }
                }
                for (Frame frame : Samples.answers()) {
                    try {
                        codec.decodeAnswers(damage(codec.encode(frame), random));
                    } catch (ChatException e) {
                        assertThat(e.code()).isIn(ErrorCode.BAD_REQUEST, ErrorCode.INVALID_TEXT);
                    }
                }
            }
        }
    }

    private static byte[] damage(byte[] bytes, SplittableRandom random) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static List<Frame> decode(String json) {
        return FrameCodec.JSON.decodeRequests(json.getBytes(StandardCharsets.UTF_8));
    }
}
