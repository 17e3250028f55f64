package dev.parley.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that {@code docs/guarantees.md} and {@code docs/security.md} name exists. */
class GuaranteesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT|Contract))(?:\\.(\\w+))?`");

    @Test
    void everyGuaranteeNamesTestsThatExist() throws IOException {
        assertThat(rowsOfTestsThatExist("docs/guarantees.md", "| G")).isEqualTo(20);
    }

    @Test
    void everyThreatNamesTestsThatExist() throws IOException {
        assertThat(rowsOfTestsThatExist("docs/security.md", "| T")).isGreaterThanOrEqualTo(35);
    }

    private static int rowsOfTestsThatExist(String page, String start) throws IOException {
        Map<String, String> sources = testSources();
        int rows = 0;
        for (String line : Files.readAllLines(ROOT.resolve(page))) {
            if (!line.startsWith(start)) {
                continue;
            }
            rows++;
            Matcher named = NAMED.matcher(line);
            int found = 0;
            while (named.find()) {
                found++;
                assertThat(sources).as(line).containsKey(named.group(1));
                if (named.group(2) != null) {
                    assertThat(sources.get(named.group(1))).as(named.group()).contains(" " + named.group(2) + "(");
                }
            }
            assertThat(found).as(line).isPositive();
        }
        return rows;
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().matches(".*/src/(test|main)/java/.*(Test|IT|Contract)\\.java"))
                    .forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), read(file)));
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
