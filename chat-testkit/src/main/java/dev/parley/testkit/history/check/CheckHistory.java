package dev.parley.testkit.history.check;

import dev.parley.testkit.history.file.HistoryReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Judges history files on the command line: several files are those of several processes of one run.
 * Thread-safe.
 *
 * <p>One line per violation goes to the standard output, then one with the figures. The exit code is 0 when every rule
 * holds, 1 when one is broken, 2 when the files could not be judged: they are no history, or a conversation has no final
 * read.
 */
public final class CheckHistory {

    /** Every rule holds. */
    static final int PASSED = 0;

    /** A rule is broken. */
    static final int BROKEN = 1;

    /** Nobody knows. */
    static final int NOT_JUDGED = 2;

    private CheckHistory() {}

    /**
     * Judges files and ends the process.
     *
     * @param args the files
     */
    public static void main(String[] args) {
        System.exit(run(Arrays.stream(args).map(Path::of).toList(), System.out));
    }

    /** Judges files; returns the exit code. */
    static int run(List<Path> files, PrintStream out) {
        if (files.isEmpty()) {
            out.println("usage: CheckHistory FILE...");
            return NOT_JUDGED;
        }
        try {
            HistoryChecker checker = new HistoryChecker();
            List<Path> torn = HistoryReader.of(files).read(checker);
            HistoryReport report = checker.finish();
            torn.forEach(file -> out.println("the last line of " + file + " is torn and left out"));
            out.println(report.describe());
            if (report.passed()) {
                return PASSED;
            }
            return report.violations().isEmpty() ? NOT_JUDGED : BROKEN;
        } catch (IOException | IllegalArgumentException e) {
            out.println("cannot judge: " + e.getMessage());
            return NOT_JUDGED;
        }
    }
}
