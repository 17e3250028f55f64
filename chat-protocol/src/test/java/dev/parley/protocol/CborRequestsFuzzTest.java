package dev.parley.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends in CBOR, as the server reads it. */
class CborRequestsFuzzTest {

    static Stream<byte[]> goldenFrames() {
        return GoldenFramesTest.bytes("requests.cbor.hex");
    }

    @MethodSource("goldenFrames")
    @FuzzTest
    void whateverIsSentIsReadOrAnswered(byte[] bytes) {
        FrameLaws.holdForRequests(FrameCodec.CBOR, bytes);
    }
}
