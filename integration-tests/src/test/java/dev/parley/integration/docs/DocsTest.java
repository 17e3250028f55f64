package dev.parley.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the README and {@code docs/} to the code, and to the size that somebody reads. */
class DocsTest {

    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    private final Path root = root();

    @Test
    void snippetsAreWhatTheCodeSays() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (Path page : pages()) {
            for (Snippet snippet : Snippet.in(read(page))) {
                String where = root.relativize(page) + ":" + snippet.line();
                if (snippet.source().isEmpty()) {
                    if (snippet.language().equals("java")) {
                        wrong.add(where + " has no marker: Java is a region of code that compiles");
                    }
                    continue;
                }
                compared++;
                String source = snippet.source().get();
                String expected = expected(source);
                if (!expected.equals(snippet.text().strip())) {
                    wrong.add(where + " is not " + source + ", which says:\n" + expected + "\n");
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isPositive();
    }

    @Test
    void linksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(read(page));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://")
                        && !target.startsWith("mailto:")
                        && !Files.exists(page.resolveSibling(target))) {
                    broken.add(root.relativize(page) + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void pagesAreShortEnoughToRead() {
        List<String> tooLong = new ArrayList<>();
        for (Path page : pages()) {
            String name = root.relativize(page).toString();
            long most = name.equals("README.md") ? 150 : name.contains("decisions") ? 60 : 300;
            long lines = read(page).lines().count();
            if (lines > most) {
                tooLong.add(name + ": " + lines + " lines (expected: at most " + most + ")");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private String expected(String source) {
        int hash = source.indexOf('#');
        return hash < 0
                ? Snippet.whole(read(root.resolve(source)))
                : Snippet.region(read(root.resolve(source.substring(0, hash))), source.substring(hash + 1));
    }

    private List<Path> pages() {
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
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

    /** Tests run in their module's folder, or in an IDE at the top. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("chat-bom"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("not run inside of the project");
        }
        return folder;
    }
}
