package dev.parley.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server sends in CBOR, as the Java client reads it. */
class CborAnswersFuzzTest {

    static Stream<byte[]> goldenFrames() {
        return GoldenFramesTest.bytes("answers.cbor.hex");
    }

    @MethodSource("goldenFrames")
    @FuzzTest
    void whateverIsSentIsReadOrRefused(byte[] bytes) {
        FrameLaws.holdForAnswers(FrameCodec.CBOR, bytes);
    }
}
