package dev.parley.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server sends in JSON, as the Java client reads it. */
class JsonAnswersFuzzTest {

    static Stream<byte[]> goldenFrames() {
        return GoldenFramesTest.bytes("answers.jsonl");
    }

    @MethodSource("goldenFrames")
    @FuzzTest
    void whateverIsSentIsReadOrRefused(byte[] bytes) {
        FrameLaws.holdForAnswers(FrameCodec.JSON, bytes);
    }
}
