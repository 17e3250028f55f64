package dev.parley.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a store gives back, as the engine reads it. */
class StoredEntriesFuzzTest {

    static Stream<byte[]> goldenFrames() {
        return GoldenFramesTest.bytes("bodies.cbor.hex");
    }

    @MethodSource("goldenFrames")
    @FuzzTest
    void whateverIsStoredIsReadOrRefused(byte[] bytes) {
        FrameLaws.holdForStored(bytes);
    }
}
