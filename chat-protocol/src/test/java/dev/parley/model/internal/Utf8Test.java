package dev.parley.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void everyCharacterIsValidAndNoSurrogateIs() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.isValid(bytes)).as("U+%x", character).isTrue();
            } else {
                byte[] bytes = {
                    (byte) (0xe0 | (character >> 12)),
                    (byte) (0x80 | ((character >> 6) & 0x3f)),
                    (byte) (0x80 | (character & 0x3f)),
                };
                assertThat(Utf8.isValid(bytes)).as("U+%x", character).isFalse();
            }
        }
    }

    /** The JDK's decoder is the judge; few different bytes, so that many of the sequences are nearly right. */
    @Test
    void itAgreesWithTheDecoderOfTheJdk() {
        byte[] alphabet = {
            'a',
            0,
            0x7f,
            (byte) 0x80,
            (byte) 0x8f,
            (byte) 0x90,
            (byte) 0x9f,
            (byte) 0xa0,
            (byte) 0xbf,
            (byte) 0xc0,
            (byte) 0xc1,
            (byte) 0xc2,
            (byte) 0xdf,
            (byte) 0xe0,
            (byte) 0xe1,
            (byte) 0xed,
            (byte) 0xef,
            (byte) 0xf0,
            (byte) 0xf1,
            (byte) 0xf4,
            (byte) 0xf5,
            (byte) 0xff
        };
        SplittableRandom random = new SplittableRandom(3629);
        int valid = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(1, 12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextBoolean() ? (byte) 'a' : alphabet[random.nextInt(alphabet.length)];
            }
            boolean expected = decodes(bytes);
            valid += expected ? 1 : 0;
            assertThat(Utf8.isValid(bytes)).as("%s", ByteBuffer.wrap(bytes)).isEqualTo(expected);
        }
        assertThat(valid).isBetween(5_000, 195_000);
    }

    @Test
    void itKnowsTheWidestCharacterAndCountsThemAll() {
        for (String text :
                new String[] {"", "a", "a\u007f", "a\u0080", "\u07ffa", "\u0800", "a\uffff", "\ud83d\ude00x"}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int widest = text.codePoints()
                    .map(point -> Character.toString(point).getBytes(StandardCharsets.UTF_8).length)
                    .max()
                    .orElse(1);
            assertThat(Utf8.widest(bytes)).as(text).isEqualTo(widest);
            assertThat(Utf8.points(bytes)).as(text).isEqualTo(text.codePointCount(0, text.length()));
        }
    }

    @Test
    void itFindsABackslashWhereverItStands() {
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            new SplittableRandom(length).nextBytes(bytes);
            for (int i = 0; i < length; i++) {
                if (bytes[i] == '\\') {
                    bytes[i] = ']';
                }
            }
            assertThat(Utf8.hasBackslash(bytes)).isFalse();
            for (int i = 0; i < length; i++) {
                byte kept = bytes[i];
                bytes[i] = '\\';
                assertThat(Utf8.hasBackslash(bytes)).as("%d of %d", i, length).isTrue();
                bytes[i] = kept;
            }
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
