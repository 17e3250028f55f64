package dev.parley.protocol.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes object after object, each into an array of its own, with one generator: making one costs more than what most
 * frames hold. After a failure it stands in the middle of an object and is of no more use. Confined to one thread at a
 * time.
 */
final class Encoder {

    private final Target target = new Target();
    private final JsonGenerator generator;
    private final FieldWriter fields;

    Encoder(JsonFactory factory) {
        try {
            generator = factory.createGenerator(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written yet
        }
        fields = new FieldWriter(generator);
    }

    <T> byte[] encode(T value, BiConsumer<FieldWriter, T> writer) {
        fields.object(value, writer);
        try {
            generator.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the target is memory
        }
        return target.take();
    }

    /** Copies what the generator flushes: once, where all of it fits into the generator's buffer. */
    private static final class Target extends OutputStream {

        private static final byte[] NOTHING = {};

        private byte[] first = NOTHING;
        private @Nullable ByteArrayOutputStream all;

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (first.length == 0) {
                first = Arrays.copyOfRange(bytes, offset, offset + length);
                return;
            }
            if (all == null) {
                all = new ByteArrayOutputStream(4 * first.length);
                all.writeBytes(first);
            }
            all.write(bytes, offset, length);
        }

        byte[] take() {
            byte[] taken = all == null ? first : all.toByteArray();
            first = NOTHING;
            all = null;
            return taken;
        }
    }
}
