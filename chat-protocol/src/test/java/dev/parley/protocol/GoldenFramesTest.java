package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.EntryBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Frames as version 1 recorded them, one a line. Every later build must read each of them as what it was, and write it
 * the same: a change here breaks clients and stored data. New samples add lines; no line ever changes.
 */
class GoldenFramesTest {

    private static final String FOLDER = "golden/v1/";

    @Test
    void requestsInJsonAreAsRecorded() throws IOException {
        check(
                "requests.jsonl",
                Samples.requests(),
                GoldenFramesTest::utf8,
                FrameCodec.JSON::encode,
                line -> FrameCodec.JSON.decodeRequests(utf8(line)).get(0));
    }

    @Test
    void requestsInCborAreAsRecorded() throws IOException {
        check(
                "requests.cbor.hex",
                Samples.requests(),
                GoldenFramesTest::hex,
                FrameCodec.CBOR::encode,
                line -> FrameCodec.CBOR.decodeRequests(hex(line)).get(0));
    }

    @Test
    void answersInJsonAreAsRecorded() throws IOException {
        check(
                "answers.jsonl",
                Samples.answers(),
                GoldenFramesTest::utf8,
                FrameCodec.JSON::encode,
                line -> FrameCodec.JSON.decodeAnswers(utf8(line)).get(0));
    }

    @Test
    void answersInCborAreAsRecorded() throws IOException {
        check(
                "answers.cbor.hex",
                Samples.answers(),
                GoldenFramesTest::hex,
                FrameCodec.CBOR::encode,
                line -> FrameCodec.CBOR.decodeAnswers(hex(line)).get(0));
    }

    @Test
    void storedEntryBodiesAreAsRecorded() throws IOException {
        List<EntryBody> bodies = Samples.bodies();
        check(
                "bodies.cbor.hex",
                bodies,
                GoldenFramesTest::hex,
                EntryCodec::encode,
                line -> EntryCodec.decode(hex(line)));
    }

    /** What stands in one of the files, to start fuzzing with. */
    static Stream<byte[]> bytes(String file) {
        Function<String, byte[]> bytes = file.endsWith(".hex") ? GoldenFramesTest::hex : GoldenFramesTest::utf8;
        return lines(file).stream().map(bytes);
    }

    private static <T> void check(
            String file,
            List<T> samples,
            Function<String, byte[]> bytes,
            Function<T, byte[]> encode,
            Function<String, T> decode)
            throws IOException {
        List<String> lines = lines(file);
        assertThat(lines).as("one line a sample in %s", file).hasSameSizeAs(samples);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(decode.apply(lines.get(i)))
                    .as("%s line %d, read", file, i + 1)
                    .isEqualTo(samples.get(i));
            assertThat(encode.apply(samples.get(i)))
                    .as("%s line %d, written", file, i + 1)
                    .isEqualTo(bytes.apply(lines.get(i)));
        }
    }

    private static List<String> lines(String file) {
        try (InputStream in = GoldenFramesTest.class.getClassLoader().getResourceAsStream(FOLDER + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] utf8(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String line) {
        return HexFormat.of().parseHex(line);
    }

    /** Adds the lines of new samples to the files of a folder; lines that are there stay as they are. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Function<byte[], String> text = bytes -> new String(bytes, StandardCharsets.UTF_8);
        Function<byte[], String> hex = HexFormat.of()::formatHex;
        record(folder.resolve("requests.jsonl"), Samples.requests(), FrameCodec.JSON::encode, text);
        record(folder.resolve("requests.cbor.hex"), Samples.requests(), FrameCodec.CBOR::encode, hex);
        record(folder.resolve("answers.jsonl"), Samples.answers(), FrameCodec.JSON::encode, text);
        record(folder.resolve("answers.cbor.hex"), Samples.answers(), FrameCodec.CBOR::encode, hex);
        record(folder.resolve("bodies.cbor.hex"), Samples.bodies(), EntryCodec::encode, hex);
    }

    private static <T> void record(
            Path file, List<T> samples, Function<T, byte[]> encode, Function<byte[], String> line) throws IOException {
        List<String> lines = Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
        for (T sample : samples.subList(lines.size(), samples.size())) {
            lines.add(line.apply(encode.apply(sample)));
        }
        Files.write(file, lines);
    }
}
