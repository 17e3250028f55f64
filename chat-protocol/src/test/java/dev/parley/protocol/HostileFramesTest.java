package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames made to cost much, or to claim what only the server may say. */
class HostileFramesTest {

    /** The largest message that a server takes. */
    private static final int MESSAGE = 1 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] filled(String head, int filling, String tail) {
        byte[] start = hex(head);
        byte[] end = hex(tail);
        byte[] all = new byte[MESSAGE];
        Arrays.fill(all, (byte) filling);
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(end, 0, all, all.length - end.length, end.length);
        return all;
    }

    private static byte[] text(String head, String repeated, String tail) {
        String filling = repeated.repeat((MESSAGE - head.length() - tail.length()) / repeated.length());
        return (head + filling + tail).getBytes(StandardCharsets.US_ASCII);
    }

    static Stream<Arguments> expensive() {
        String ping = "a16470696e67a16161"; // {"ping":{"a":
        return Stream.of(
                Arguments.of(FrameCodec.JSON, "endless lists", text("{\"ping\":{\"a\":", "[", "")),
                Arguments.of(FrameCodec.JSON, "endless objects", text("", "{\"a\":", "")),
                Arguments.of(FrameCodec.JSON, "an endless number", text("{\"ping\":{\"a\":", "9", "}}")),
                Arguments.of(FrameCodec.JSON, "an endless fraction", text("{\"ping\":{\"a\":0.", "9", "}}")),
                Arguments.of(FrameCodec.JSON, "an endless exponent", text("{\"ping\":{\"a\":1e", "9", "}}")),
                Arguments.of(FrameCodec.JSON, "an endless name", text("{\"ping\":{\"", "n", "\":1}}")),
                Arguments.of(FrameCodec.JSON, "a string without an end", text("{\"ping\":{\"a\":\"", "s", "")),
                Arguments.of(FrameCodec.CBOR, "endless lists", filled(ping, 0x81, "")),
                Arguments.of(FrameCodec.CBOR, "endless lists of no length", filled(ping, 0x9f, "")),
                Arguments.of(FrameCodec.CBOR, "endless objects of no length", filled("", 0xbf, "")),
                Arguments.of(FrameCodec.CBOR, "endless tags", filled(ping, 0xc1, "")),
                Arguments.of(FrameCodec.CBOR, "tags before a frame", filled("", 0xc1, "01")),
                Arguments.of(FrameCodec.CBOR, "text said to have 2^62 bytes", hex(ping + "7b4000000000000000")),
                Arguments.of(FrameCodec.CBOR, "text said to have 2^31 - 1 bytes", hex(ping + "7a7fffffff")),
                Arguments.of(FrameCodec.CBOR, "bytes said to be 2^62", hex(ping + "5b4000000000000000")),
                Arguments.of(FrameCodec.CBOR, "bytes said to be 2^31 - 1", hex(ping + "5a7fffffff")),
                Arguments.of(FrameCodec.CBOR, "bytes of a negative length", hex(ping + "5bffffffffffffffff")),
                Arguments.of(FrameCodec.CBOR, "a list said to have 2^62 elements", hex(ping + "9b4000000000000000")),
                Arguments.of(FrameCodec.CBOR, "an object said to have 2^62 members", hex("bb4000000000000000")),
                Arguments.of(FrameCodec.CBOR, "an object said to have 2^31 - 1 members", hex("ba7fffffff")),
                Arguments.of(FrameCodec.CBOR, "text in chunks without an end", filled(ping + "7f", 0x60, "")),
                Arguments.of(FrameCodec.CBOR, "chunks inside chunks", hex(ping + "7f7f6161ffff")),
                Arguments.of(FrameCodec.CBOR, "bytes in a chunked text", hex(ping + "7f4161ff")),
                Arguments.of(FrameCodec.CBOR, "a number of a million bytes", filled(ping + "c25a000ffff0", 0x7f, "")),
                Arguments.of(
                        FrameCodec.CBOR,
                        "a fraction of a million bytes",
                        filled(ping + "c4821b7fffffff00000000c25a000fffe6", 0x7f, "")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("expensive")
    void whatIsMadeToCostMuchIsRefusedForLittle(FrameCodec codec, String what, byte[] message) {
        long[] allocated = new long[1];
        List<Frame> frames = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            long thread = Thread.currentThread().getId();
            long before = THREADS.getThreadAllocatedBytes(thread);
            List<Frame> read = codec.decodeRequests(message);
            allocated[0] = THREADS.getThreadAllocatedBytes(thread) - before;
            return read;
        });

        assertThat(frames)
                .singleElement()
                .isInstanceOfSatisfying(
                        Frame.Unreadable.class,
                        frame -> assertThat(frame.error().code()).isEqualTo("bad_request"));
        assertThat(allocated[0]).as("bytes allocated").isLessThan(32L * MESSAGE);
    }

    /** A frame that nests as deep as the protocol allows, and one deeper. */
    @Test
    void framesNestTwelveDeepAndNoDeeper() {
        String twelve = "{\"id\":1,\"ping\":{\"a\":" + "[".repeat(10) + "]".repeat(10) + "}}";
        String thirteen = "{\"id\":1,\"ping\":{\"a\":" + "[".repeat(11) + "]".repeat(11) + "}}";
        assertThat(json(twelve)).containsExactly(new Frame.Request(1, new Command.Ping()));
        assertThat(json(thirteen)).singleElement().isInstanceOf(Frame.Unreadable.class);

        String head = "a26269640164" + "70696e67" + "a16161";
        byte[] deep = hex(head + "81".repeat(9) + "80");
        byte[] deeper = hex(head + "81".repeat(10) + "80");
        assertThat(FrameCodec.CBOR.decodeRequests(deep)).containsExactly(new Frame.Request(1, new Command.Ping()));
        assertThat(FrameCodec.CBOR.decodeRequests(deeper)).singleElement().isInstanceOf(Frame.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c328", // no second byte
                "eda080", // a surrogate
                "eda0bdedb880", // two of them
                "f7bfbfbf", // beyond the last character
                "c0af", // a slash made longer than it is
                "e280", // cut off
            })
    void textThatIsNoUtf8IsABadRequest(String wrong) {
        String cbor = "%02x".formatted(0x60 + wrong.length() / 2) + wrong;
        for (String message : List.of(
                "a16470696e67a16161" + cbor,
                "a16470696e67a1" + cbor + "01",
                "a16470696e67a161617f6162" + cbor + "ff")) {
            assertThat(FrameCodec.CBOR.decodeRequests(hex(message)))
                    .as(message)
                    .singleElement()
                    .isInstanceOf(Frame.Unreadable.class);
        }
        for (String message : List.of("{\"ping\":{\"a\":\"%s\"}}", "{\"ping\":{\"%s\":1}}")) {
            String[] around = message.split("%s", 2);
            byte[] json = hex(HexFormat.of().formatHex(around[0].getBytes(StandardCharsets.US_ASCII))
                    + wrong
                    + HexFormat.of().formatHex(around[1].getBytes(StandardCharsets.US_ASCII)));
            assertThat(FrameCodec.JSON.decodeRequests(json))
                    .as(message)
                    .singleElement()
                    .isInstanceOf(Frame.Unreadable.class);
        }
    }

    /** Indefinite lengths and tags are well-formed CBOR (RFC 8949): a client's library may write them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bf626964016470696e67a0ff", // an object of no length
                "a262696401" + "7f627069626e67ff" + "a0", // the name in chunks
                "d9d9f7a2626964016470696e67a0", // the tag that says: this is CBOR
                "a2626964016470696e67a16161c11a514b67b0", // a tagged time in a member that nobody knows
            })
    void cborThatIsOnlyWrittenOtherwiseIsRead(String message) {
        assertThat(FrameCodec.CBOR.decodeRequests(hex(message)))
                .containsExactly(new Frame.Request(1, new Command.Ping()));
    }

    /** Who sent what, when and under which number is the server's to say. */
    @Test
    void membersThatOnlyTheServerWritesAreIgnoredInRequests() {
        String honest = "{\"id\":5,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"content\":{\"text\":\"x\"}%s}}";
        String forged = ",\"sender\":\"eve\",\"user\":\"eve\",\"device\":\"d\",\"seq\":1,\"time\":1,\"role\":\"owner\","
                + "\"messageId\":\"0\",\"edited\":true,\"system\":true,\"stateSeq\":0";

        assertThat(json(honest.formatted(forged))).isEqualTo(json(honest.formatted("")));
    }

    @Test
    void whatOnlyTheServerSaysIsNoRequest() {
        for (FrameCodec codec : FrameCodecTest.codecs()) {
            for (Frame answer : Samples.answers()) {
                assertThat(codec.decodeRequests(codec.encode(answer)))
                        .as(answer.toString())
                        .allSatisfy(frame -> assertThat(isHarmless(frame)).isTrue());
            }
        }
    }

    /** Unreadable, or a command that happens to have the name of an answer and asks only for what its sender may. */
    private static boolean isHarmless(Frame frame) {
        if (!(frame instanceof Frame.Request request)) {
            return frame instanceof Frame.Unreadable;
        }
        Command command = request.command();
        return command instanceof Command.Ping
                || command instanceof Command.Typing
                || command instanceof Command.Inbox
                || command instanceof Command.ListMarks
                || command instanceof Command.ListNodes
                || command instanceof Command.CountUnread;
    }

    @Test
    void namesOfMembersHaveAtMostAThousandCharacters() {
        for (int length : List.of(1000, 1001)) {
            String name = "n".repeat(length);
            byte[] cbor = hex("a16470696e67a179%04x".formatted(length)
                    + HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII))
                    + "01");
            Class<? extends Frame> expected = length > 1000 ? Frame.Unreadable.class : Frame.Request.class;
            assertThat(json("{\"ping\":{\"" + name + "\":1}}")).singleElement().isInstanceOf(expected);
            assertThat(FrameCodec.CBOR.decodeRequests(cbor)).singleElement().isInstanceOf(expected);
        }
    }

    @Test
    void manySmallFramesInOneMessageAreEachRead() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] ping = "{\"id\":1,\"ping\":{}}\n".getBytes(StandardCharsets.US_ASCII);
        int count = MESSAGE / ping.length;
        for (int i = 0; i < count; i++) {
            message.writeBytes(ping);
        }
        assertThat(FrameCodec.JSON.decodeRequests(message.toByteArray())).hasSize(count);
    }

    private static List<Frame> json(String json) {
        return FrameCodec.JSON.decodeRequests(json.getBytes(StandardCharsets.UTF_8));
    }
}
