package dev.parley.integration.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A way to break a guarantee: a place in a source file, what stands there instead, and the test that has to notice.
 *
 * @param name its file's name, which begins with the guarantee's number
 * @param source the source file, from the root of the project
 * @param test a test class, one method of it behind a {@code #}, or the test of that number which a factory makes, behind
 *     a colon
 * @param right what stands there
 * @param wrong what breaks the guarantee
 */
record Mutation(String name, Path source, String test, String right, String wrong) {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FORM = Pattern.compile(
            "[^\\n]+\\nfile: ([^\\n]+)\\ntest: ([^\\n]+)\\n--- instead of\\n(.+)\\n--- this\\n(.+)\\n", Pattern.DOTALL);

    static List<Mutation> all() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/mutations"))) {
            return files.sorted().map(Mutation::read).toList();
        }
    }

    private static Mutation read(Path file) {
        try {
            Matcher form = FORM.matcher(Files.readString(file));
            if (!form.matches()) {
                throw new IllegalArgumentException(file + " (expected: what, file, test, instead of, this)");
            }
            return new Mutation(
                    file.getFileName().toString().replace(".txt", ""),
                    ROOT.resolve(form.group(1)),
                    form.group(2),
                    form.group(3),
                    form.group(4));
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    /** The name of the class that it changes. */
    String type() {
        String path = source.toString().replace('\\', '/');
        int start = path.indexOf("/src/main/java/") + "/src/main/java/".length();
        return path.substring(start, path.length() - ".java".length()).replace('/', '.');
    }

    /** The whole source file with the change. */
    String mutated() throws IOException {
        String whole = Files.readString(source);
        int at = whole.indexOf(right);
        if (at < 0 || whole.indexOf(right, at + 1) >= 0) {
            throw new IllegalStateException(
                    name + ": what is to be replaced is not exactly once in " + source + " any more");
        }
        return whole.substring(0, at) + wrong + whole.substring(at + right.length());
    }
}
