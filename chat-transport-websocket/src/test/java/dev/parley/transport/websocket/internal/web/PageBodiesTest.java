package dev.parley.transport.websocket.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageBodiesTest {

    static List<FrameCodec> codecs() {
        return List.of(FrameCodec.JSON, FrameCodec.CBOR);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void thePageThatIsAskedForAgainIsEncodedNoMore(FrameCodec codec) {
        PageBodies bodies = new PageBodies(codec);
        EntryPage page = new EntryPage(List.of(), 9, 9, false, false);
        byte[] encoded = codec.encode(new Frame.Ok(0, new Result.Page(page)));

        assertThat(bodies.of(page).bytes()).isEqualTo(encoded);
        PageBodies.Body kept = bodies.of(page);
        assertThat(kept.bytes()).isEqualTo(encoded);
        assertThat(bodies.of(page)).isSameAs(kept);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatIsKeptIsThatPageAndNoOther(FrameCodec codec) {
        PageBodies bodies = new PageBodies(codec);
        EntryPage page = new EntryPage(List.of(), 9, 9, false, false);
        EntryPage later = new EntryPage(List.of(), 10, 10, false, false);
        bodies.of(page);
        bodies.of(page);

        assertThat(bodies.of(later).bytes()).isEqualTo(codec.encode(new Frame.Ok(0, new Result.Page(later))));
    }
}
