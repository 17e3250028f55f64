package dev.parley.integration.authorisation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The table of who may do what. Immutable.
 *
 * @param rows what everybody is answered, by operation and case
 * @param requests the members of each row's request
 */
record Matrix(Map<String, Map<Who, String>> rows, Map<String, String> requests) {

    private static final Pattern CELL = Pattern.compile(" +");

    /** A table as it is written down. */
    static Matrix read(String table) {
        Map<String, Map<Who, String>> rows = new LinkedHashMap<>();
        for (String line : lines(table)) {
            String name = name(line);
            List<String> cells =
                    CELL.splitAsStream(line.substring(name.length()).trim()).toList();
            if (cells.size() != Who.values().length) {
                throw new IllegalStateException("not a cell for everybody: " + line);
            }
            Map<Who, String> row = new LinkedHashMap<>();
            for (Who who : Who.values()) {
                row.put(who, cells.get(row.size()));
            }
            if (rows.put(name, row) != null) {
                throw new IllegalStateException("twice: " + name);
            }
        }
        Map<Who, String> heading = rows.remove("operation");
        for (Who who : Who.values()) {
            if (heading == null || !who.toString().equals(heading.get(who))) {
                throw new IllegalStateException("the columns are not " + List.of(Who.values()));
            }
        }
        Map<String, String> requests = new LinkedHashMap<>();
        for (String line : lines("requests.txt")) {
            String name = name(line);
            requests.put(name, "{" + line.substring(name.length()).trim() + "}");
        }
        return new Matrix(rows, requests);
    }

    /** The operation of a row. */
    static String operation(String row) {
        int end = row.indexOf(' ');
        return end < 0 ? row : row.substring(0, end);
    }

    private static String name(String line) {
        int end = line.indexOf(' ');
        boolean ofCase = end > 0 && line.startsWith(" (", end);
        return ofCase ? line.substring(0, line.indexOf(')') + 1) : end < 0 ? line : line.substring(0, end);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(Matrix.class.getResourceAsStream("/authorisation/" + resource))) {
            List<String> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line.stripTrailing());
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
