package dev.parley.integration.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page that repeats code. The line before it says which: {@code <!-- snippet: path#region -->}, or
 * {@code <!-- snippet: path -->} for a whole file. In the file, the region stands between comments {@code region name}
 * and {@code endregion name}.
 *
 * @param line the line of the fence, from 1
 * @param language what the fence says
 * @param source the path and maybe region, empty when no comment stands before the fence
 * @param text what stands in the block
 */
record Snippet(int line, String language, Optional<String> source, String text) {

    private static final Pattern MARKER = Pattern.compile("<!-- snippet: (\\S+) -->");
    private static final Pattern FENCE = Pattern.compile("```(\\w*)");
    private static final String COMMENT_START = "\\s*(?://|--|#|/\\*|<!--)\\s*";
    private static final String COMMENT_END = "\\s*(?:-->|\\*/)?\\s*";

    /** All fenced blocks of a page. */
    static List<Snippet> in(String page) {
        List<Snippet> snippets = new ArrayList<>();
        List<String> lines = page.lines().toList();
        Optional<String> source = Optional.empty();
        for (int i = 0; i < lines.size(); i++) {
            Matcher marker = MARKER.matcher(lines.get(i).strip());
            Matcher fence = FENCE.matcher(lines.get(i).strip());
            if (marker.matches()) {
                source = Optional.of(marker.group(1));
            } else if (fence.matches()) {
                int start = i + 1;
                do {
                    i++;
                } while (i < lines.size() && !lines.get(i).strip().equals("```"));
                String text = String.join("\n", lines.subList(start, Math.min(i, lines.size())));
                snippets.add(new Snippet(start, fence.group(1), source, text));
                source = Optional.empty();
            } else if (source.isPresent() && !lines.get(i).isBlank()) {
                throw new IllegalStateException(
                        "line " + (i + 1) + ": " + source.get() + " is not followed by a fenced block");
            }
        }
        return snippets;
    }

    /** What a region of a file holds, without its indentation and without markers of regions inside of it. */
    static String region(String file, String name) {
        List<String> region = new ArrayList<>();
        boolean inside = false;
        for (String line : file.lines().toList()) {
            if (marks(line, "region " + Pattern.quote(name))) {
                inside = true;
            } else if (marks(line, "endregion " + Pattern.quote(name))) {
                return whole(String.join("\n", region));
            } else if (inside) {
                region.add(line);
            }
        }
        throw new IllegalStateException("region " + name + ": " + (inside ? "has no end" : "does not exist"));
    }

    /** What a file holds, without markers of regions. */
    static String whole(String file) {
        String text = file.lines()
                .filter(line -> !marks(line, "(?:end)?region \\S+"))
                .reduce("", (before, line) -> before + line + "\n");
        // The end first: an empty last line counts as one without indentation.
        return text.stripTrailing().stripIndent().strip();
    }

    private static boolean marks(String line, String what) {
        return line.matches(COMMENT_START + what + COMMENT_END);
    }
}
