package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text passes through as bytes where its encoding allows, and through the parser where not: nobody sees which. */
class TextOnTheWireTest {

    private static final ConversationId CONVERSATION = new ConversationId("c");

    /** Of every width, with whatever JSON escapes, and around the sizes of buffers and of lengths in CBOR. */
    static Stream<String> texts() {
        Stream<String> short1 =
                Stream.of("x", "\u00fc", "\u20ac", "\ud83d\ude00", "\\", "\"", "\n", "a\u0000b", "\u007f");
        Stream<String> sized = Stream.of(7, 8, 9, 22, 23, 24, 255, 256, 3_999, 4_000, 8_000, 16_000, 65_536, 300_000)
                .flatMap(size -> Stream.of("a", "\u00fc", "\u20ac", "\ud83d\ude00", "\\", "\"x\n")
                        .map(part -> part.repeat(size) + "."));
        return Stream.concat(short1, sized);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anyTextComesBackAsItWas(String text) {
        MessageBody body = MessageBody.text(text);
        Frame frame = new Frame.Request(1, new Command.Send(CONVERSATION, "k", body));
        for (FrameCodec codec : FrameCodecTest.codecs()) {
            assertThat(codec.decodeRequests(codec.encode(frame))).containsExactly(frame);
        }
        EntryBody posted = new EntryBody.Posted(body);
        assertThat(EntryCodec.decode(EntryCodec.encode(posted))).isEqualTo(posted);
    }

    @Test
    void escapedTextIsTheSameText() {
        String plain = "{\"id\":1,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"content\":{\"text\":\"%s\"}}}";
        String text = "caf\u00e9 \ud83d\ude00";
        assertThat(json(plain.formatted("caf\\u00e9 \\ud83d\\ude00"))).isEqualTo(json(plain.formatted(text)));
        assertThat(json("\ufeff" + plain.formatted(text))).isEqualTo(json(plain.formatted(text)));
        assertThat(FrameCodec.JSON.decodeRequests(plain.formatted("plain").getBytes(StandardCharsets.UTF_16BE)))
                .as("UTF-16, which Jackson tells from UTF-8")
                .isEqualTo(json(plain.formatted("plain")));
    }

    @Test
    void halfASurrogatePairIsInvalidText() {
        for (String text : List.of("\\ud800", "x\\ude00", "\\ud83d\\ud83d\\ude00", "plain \\ud83d")) {
            assertThat(json("{\"id\":1,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"content\":{\"text\":\"" + text
                            + "\"}}}"))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Frame.Unreadable.class,
                            frame -> assertThat(frame.error().code()).isEqualTo("invalid_text"));
        }
    }

    /** A generator writes frame after frame: one that broke in the middle of a frame writes no other. */
    @Test
    void aFrameThatCannotBeWrittenLeavesNothingBehind() {
        Frame good = new Frame.Request(1, new Command.Ping());
        for (FrameCodec codec : FrameCodecTest.codecs()) {
            byte[] bytes = codec.encode(good);
            assertThatThrownBy(() -> codec.encode(new Frame.Pushed(new Event.Unknown("fireworks"))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(codec.encode(good)).isEqualTo(bytes);
            assertThatThrownBy(() -> codec.encode(new Frame.Unreadable(1, new WireError("a", "b", false, null))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(codec.encode(good)).isEqualTo(bytes);
        }
    }

    @Test
    void aMemberThatComesTwiceIsFoundAmongFewAndMany() {
        for (int members : List.of(1, 2, 15, 16, 17, 1_000)) {
            StringBuilder many = new StringBuilder("{\"id\":1,\"ping\":{\"m0\":0");
            for (int i = 1; i < members; i++) {
                many.append(",\"m").append(i).append("\":{}");
            }
            assertThat(json(many + "}}")).containsExactly(new Frame.Request(1, new Command.Ping()));
            for (int twice : List.of(0, members / 2, members - 1)) {
                assertThat(json(many + ",\"m" + twice + "\":1}}"))
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Frame.Unreadable.class,
                                frame -> assertThat(frame.error().message()).startsWith("frame: a member comes twice"));
            }
        }
    }

    @Test
    void veryManyMembersAreReadInTimeThatGrowsWithThem() {
        StringBuilder frame = new StringBuilder("{\"id\":1,\"ping\":{\"first\":0");
        for (int i = 0; i < 90_000; i++) {
            frame.append(",\"").append(Integer.toString(i, 36)).append("\":0");
        }
        String message = frame + "}}";
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> json(message)))
                .containsExactly(new Frame.Request(1, new Command.Ping()));
    }

    private static List<Frame> json(String message) {
        return FrameCodec.JSON.decodeRequests(message.getBytes(StandardCharsets.UTF_8));
    }
}
