package dev.parley.transport.websocket.internal.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the JDK's decoder takes is UTF-8, and nothing else is, however it is cut. */
class Utf8Test {

    private static final int ROUNDS = 20_000;
    private static final int[] EDGES = {
        0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xF5
    };

    @Test
    void everyCharacterIsUtf8() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                assertThat(next(Utf8.WHOLE, bytes)).as("U+%x", point).isEqualTo(Utf8.WHOLE);
            }
        }
    }

    @Test
    void arbitraryBytesAreJudgedAsTheJdkDoesHoweverTheyAreCut() {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes(random);
            int cut = random.nextInt(bytes.length + 1);
            int first = next(Utf8.WHOLE, Arrays.copyOf(bytes, cut));
            int all = first == Utf8.INVALID ? first : next(first, Arrays.copyOfRange(bytes, cut, bytes.length));
            assertThat(all == Utf8.WHOLE).as(() -> Arrays.toString(bytes)).isEqualTo(valid(bytes));
            if (first == Utf8.INVALID) {
                assertThat(valid(bytes)).isFalse();
            }
        }
    }

    @Test
    void aWrongByteIsSeenBeforeTheMessageEnds() {
        assertThat(next(Utf8.WHOLE, new byte[] {'a', (byte) 0xED, (byte) 0xA0})).isEqualTo(Utf8.INVALID);
        assertThat(next(Utf8.WHOLE, new byte[] {(byte) 0xF4, (byte) 0x90})).isEqualTo(Utf8.INVALID);
    }

    /** Mostly text, with bytes at the edges of what is allowed. */
    private static byte[] bytes(Random random) {
        byte[] bytes = "plain text that is long, ä, € and 😀".getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i > 0; i--) {
            int edge = EDGES[random.nextInt(EDGES.length)];
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? edge : random.nextInt());
        }
        return Arrays.copyOfRange(bytes, random.nextInt(bytes.length), bytes.length);
    }

    private static int next(int seen, byte[] bytes) {
        return Utf8.next(seen, Unpooled.wrappedBuffer(bytes));
    }

    private static boolean valid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
