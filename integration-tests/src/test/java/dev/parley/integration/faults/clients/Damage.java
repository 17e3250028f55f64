package dev.parley.integration.faults.clients;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What happened to a journal: it was cut off, or a bit of it turned. Immutable.
 *
 * @param file the journal
 * @param at where
 * @param bit which bit of the byte there turned, or -1 when the file was cut off
 */
public record Damage(Path file, int at, int bit) {

    private static final int MAGIC = 8;
    private static final int HEAD = 8;

    /** Any damage: half of it near where a record begins. */
    public static Damage any(Random random, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<Integer> records = records(bytes);
        int at = random.nextBoolean()
                ? random.nextInt(bytes.length)
                : records.get(random.nextInt(records.size())) - 2 + random.nextInt(HEAD + 4);
        at = Math.max(0, Math.min(bytes.length - 1, at));
        return new Damage(file, at, random.nextBoolean() ? -1 : random.nextInt(8));
    }

    /** Where records begin: length and checksum, four bytes each, stand before what they hold. */
    private static List<Integer> records(byte[] bytes) {
        List<Integer> records = new ArrayList<>();
        for (int at = MAGIC;
                at < bytes.length;
                at += HEAD + ByteBuffer.wrap(bytes).getInt(at)) {
            records.add(at);
        }
        return records;
    }

    /** Does it. */
    public void strike() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bit < 0) {
            Files.write(file, Arrays.copyOf(bytes, at));
        } else {
            bytes[at] ^= (byte) (1 << bit);
            Files.write(file, bytes);
        }
    }

    /** Whether the client may say that it cannot go on: unsent messages stand behind the damage. */
    public boolean mayRefuse() {
        return bit >= 0 && file.endsWith("outbox.log");
    }
}
