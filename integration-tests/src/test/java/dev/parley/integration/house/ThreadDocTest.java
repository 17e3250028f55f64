package dev.parley.integration.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever uses an exported type reads on it from which threads they may. */
class ThreadDocTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern EXPORTED = Pattern.compile("exports\\s+([\\w.]+)\\s*;");
    private static final Pattern STATEMENT = Pattern.compile(
            "(Thread-safe|Immutable|Confined to [^.]+|[Ii]mplementations are thread-safe|All kinds are immutable)[.,:;]");

    @Test
    void everyExportedTypeSpeaksOfThreads() {
        List<Path> types = exportedTypes();
        assertThat(types).hasSizeGreaterThan(100);
        assertThat(types).filteredOn(type -> !saysSo(read(type))).isEmpty();
    }

    @Test
    void theCheckSeesATypeThatIsSilent() {
        String silent =
                "/** Orders ids. */\npublic final class Order {\n    /** Thread-safe. */\n    void member() {}\n}\n";
        assertThat(saysSo(silent)).isFalse();
        assertThat(saysSo(silent.replace("ids.", "ids. Immutable."))).isTrue();
        assertThat(saysSo(silent.replace("ids.", "ids. Implementations\n * are thread-safe.")))
                .isTrue();
        assertThat(saysSo("public final class Order {}\n")).isFalse();
    }

    private static boolean saysSo(String source) {
        Matcher type = Pattern.compile(
                        "(?m)^(public|abstract|final|sealed|non-sealed|class|interface|record|enum|@interface) ")
                .matcher(source);
        assertThat(type.find()).as(source).isTrue();
        int start = source.lastIndexOf("/**", type.start());
        String doc = start < 0 ? "" : source.substring(start, type.start());
        // What a line break separates, one space does.
        return STATEMENT.matcher(doc.replaceAll("\\s+\\*?\\s*", " ")).find();
    }

    private static List<Path> exportedTypes() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(sources -> Files.exists(sources.resolve("module-info.java")))
                    .flatMap(sources -> EXPORTED.matcher(read(sources.resolve("module-info.java")))
                            .results()
                            .map((MatchResult exported) ->
                                    sources.resolve(exported.group(1).replace('.', '/'))))
                    .flatMap(ThreadDocTest::types)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> types(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            Pattern.compile("(?m)^public ").matcher(read(file)).find())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
