package dev.parley.benchmarks.load.report;

import java.util.List;

/** Rows as text in columns. Thread-safe. */
public final class Columns {

    private Columns() {}

    /** Of rows of equal length, the first of them the heads. */
    public static String of(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                text.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
