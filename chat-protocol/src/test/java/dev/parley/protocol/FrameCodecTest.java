package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {

    static List<FrameCodec> codecs() {
        return List.of(FrameCodec.JSON, FrameCodec.CBOR);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyKindComesBackAsItWas(FrameCodec codec) {
        for (Frame frame : Samples.requests()) {
            assertThat(codec.decodeRequests(codec.encode(frame))).containsExactly(frame);
        }
        for (Frame frame : Samples.answers()) {
            assertThat(codec.decodeAnswers(codec.encode(frame))).containsExactly(frame);
        }
    }

    @Test
    void theSamplesLeaveNoKindOut() {
        Set<Class<?>> seen = new HashSet<>();
        Samples.requests()
                .forEach(frame -> seen.add(((Frame.Request) frame).command().getClass()));
        Samples.answers().forEach(frame -> {
            if (frame instanceof Frame.Ok ok) {
                seen.add(ok.result().getClass());
            } else if (frame instanceof Frame.Pushed pushed) {
                seen.add(pushed.event().getClass());
            }
        });
        Samples.bodies().forEach(body -> seen.add(body.getClass()));
        Set<Class<?>> all = new HashSet<>();
        for (Class<?> sealed : List.of(Command.class, Result.class, Event.class, EntryBody.class)) {
            leaves(sealed, all);
        }
        all.remove(Event.Unknown.class); // never written: they stand for what another version wrote
        all.remove(EntryBody.Unknown.class);
        assertThat(seen).isEqualTo(all);
    }

    private static void leaves(Class<?> type, Set<Class<?>> found) {
        if (type.isRecord()) {
            found.add(type);
        } else {
            Arrays.stream(type.getPermittedSubclasses()).forEach(sub -> leaves(sub, found));
        }
    }

    @Test
    void jsonNeverHoldsARawLineFeed() {
        for (Frame frame : Samples.requests()) {
            assertThat(FrameCodec.JSON.encode(frame)).doesNotContain((byte) '\n', (byte) '\r');
        }
        for (Frame frame : Samples.answers()) {
            assertThat(FrameCodec.JSON.encode(frame)).doesNotContain((byte) '\n', (byte) '\r');
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void severalFramesShareOneMessage(FrameCodec codec) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (Frame frame : Samples.requests()) {
            message.writeBytes(codec.encode(frame));
            if (!codec.binary()) {
                message.write('\n');
            }
        }
        assertThat(codec.decodeRequests(message.toByteArray())).isEqualTo(Samples.requests());
    }

    @Test
    void theSubprotocolNamesTheEncoding() {
        assertThat(FrameCodec.JSON.subprotocol()).isEqualTo("parley.v1.json");
        assertThat(FrameCodec.JSON.binary()).isFalse();
        assertThat(FrameCodec.CBOR.subprotocol()).isEqualTo("parley.v1.cbor");
        assertThat(FrameCodec.CBOR.binary()).isTrue();
    }

    @Test
    void whatALaterVersionAddsIsIgnored() {
        assertThat(answer("{\"v\":2,\"trace\":{\"a\":1},\"hint\":{\"conversation\":\"c\",\"head\":3,\"new\":[{}]}}"))
                .isEqualTo(new Frame.Pushed(new Event.Hint(new dev.parley.model.ConversationId("c"), 3)));
        assertThat(answer("{\"fireworks\":{\"n\":1}}")).isEqualTo(new Frame.Pushed(new Event.Unknown("fireworks")));
        assertThat(answer("{\"id\":4,\"receipt_of\":{}}")).isEqualTo(new Frame.Ok(4, new Result.Done()));
        assertThat(answer("{\"id\":4,\"error\":{\"code\":\"spam\",\"because\":{}}}"))
                .isEqualTo(new Frame.Failed(4, new WireError("spam", "", false, null)));
        assertThat(request("{\"trace\":{},\"ping\":{\"x\":null},\"id\":9}"))
                .isEqualTo(new Frame.Request(9, new Command.Ping()));
    }

    @Test
    void anEntryOfUnknownTypeKeepsItsPlace() {
        Frame frame =
                answer("{\"entry\":{\"conversation\":\"c\",\"seq\":7,\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\","
                        + "\"sender\":\"ada\",\"key\":\"k\",\"time\":1,\"type\":\"poll\",\"options\":[\"a\",\"b\"]}}");
        Event.Appended event = (Event.Appended) ((Frame.Pushed) frame).event();
        assertThat(event.entry().seq()).isEqualTo(7);
        assertThat(event.entry().body()).isEqualTo(new EntryBody.Unknown("poll"));
    }

    @Test
    void absentNullEmptyAndFalseMeanTheSame() {
        String short1 = "{\"id\":1,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"content\":{\"text\":\"x\"}}}";
        String long1 =
                "{\"id\":1,\"send\":{\"conversation\":\"c\",\"key\":\"k\",\"mentions\":[],\"replyTo\":null,\"custom\":{},"
                        + "\"content\":{\"text\":\"x\",\"encrypted\":null}}}";
        assertThat(request(long1)).isEqualTo(request(short1));
    }

    @Test
    void equalBodiesHaveEqualBytes() {
        MessageBody one = new MessageBody(dev.parley.model.Content.text("x"), List.of(), null, map("b", "a", "c"));
        MessageBody other = new MessageBody(dev.parley.model.Content.text("x"), List.of(), null, map("c", "b", "a"));
        assertThat(EntryCodec.encode(new EntryBody.Posted(one)))
                .isEqualTo(EntryCodec.encode(new EntryBody.Posted(other)));
    }

    private static java.util.Map<String, String> map(String... keys) {
        java.util.Map<String, String> map = new java.util.LinkedHashMap<>();
        for (String key : keys) {
            map.put(key, "v");
        }
        return map;
    }

    @Test
    void answersThatAreNoFramesAreRefused() {
        for (String bad : List.of("[]", "{", "{}", "7", "{\"hint\":{}}", "{\"hint\":7}", "nonsense")) {
            assertThatThrownBy(() -> FrameCodec.JSON.decodeAnswers(bad.getBytes(StandardCharsets.UTF_8)))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            ChatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        }
    }

    private static Frame answer(String json) {
        return FrameCodec.JSON
                .decodeAnswers(json.getBytes(StandardCharsets.UTF_8))
                .get(0);
    }

    private static Frame request(String json) {
        return FrameCodec.JSON
                .decodeRequests(json.getBytes(StandardCharsets.UTF_8))
                .get(0);
    }
}
