package dev.parley.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends in JSON, as the server reads it. */
class JsonRequestsFuzzTest {

    static Stream<byte[]> goldenFrames() {
        return GoldenFramesTest.bytes("requests.jsonl");
    }

    @MethodSource("goldenFrames")
    @FuzzTest
    void whateverIsSentIsReadOrAnswered(byte[] bytes) {
        FrameLaws.holdForRequests(FrameCodec.JSON, bytes);
    }
}
