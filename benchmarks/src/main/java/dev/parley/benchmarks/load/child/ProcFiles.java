package dev.parley.benchmarks.load.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Linux tells of processes in {@code /proc} (proc(5)). Thread-safe. */
public final class ProcFiles {

    /** USER_HZ: what user space sees of the clock is 100 ticks a second on every architecture that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    /** Linux cuts thread names after 15 characters. */
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] CompilerThre");

    private ProcFiles() {}

    /** CPU time of a process, user and system, in microseconds; those of a process that has ended are 0. */
    public static long cpuMicros(long pid) {
        try {
            return cpuMicros(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * The threads of a JVM that compile. What they use says how long it has run, not what a message costs.
     *
     * @return their stat files
     */
    public static List<Path> compilers(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(each -> each.resolve("stat"))
                    .filter(each -> COMPILER.matcher(read(each)).find())
                    .toList();
        } catch (IOException e) {
            return List.of(); // it has ended
        }
    }

    /** CPU time of threads, in microseconds; those that have ended are 0. */
    public static long cpuMicros(List<Path> stats) {
        return stats.stream()
                .map(ProcFiles::read)
                .filter(stat -> !stat.isEmpty())
                .mapToLong(ProcFiles::cpuMicros)
                .sum();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /** CPU time of processes and of all that they have started and that still run. */
    public static long treeCpuMicros(List<Long> roots) {
        long sum = 0;
        for (long root : roots) {
            sum += cpuMicros(root);
            sum += ProcessHandle.of(root).stream()
                    .flatMap(ProcessHandle::descendants)
                    .mapToLong(each -> cpuMicros(each.pid()))
                    .sum();
        }
        return sum;
    }

    /** CPU time of a process and of all that it has started and that still run, but for its own JIT compilers, if it has any. */
    public static long workMicros(long root) {
        return treeCpuMicros(List.of(root)) - cpuMicros(compilers(root));
    }

    static long cpuMicros(String stat) {
        // The second field is the name in brackets, which may hold anything: spaces and brackets, too.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    /** Resident memory of a process in bytes. */
    public static long residentBytes(long pid) {
        return value(pid, "Rss:");
    }

    /** Memory of a process that is its own, in bytes: what would be free without it. */
    public static long privateBytes(long pid) {
        return value(pid, "Private_Clean:") + value(pid, "Private_Dirty:");
    }

    private static long value(long pid, String name) {
        try {
            return value(Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")), name);
        } catch (IOException e) {
            throw new UncheckedIOException("the memory of process " + pid + " is not to be read", e);
        }
    }

    static long value(List<String> smaps, String name) {
        for (String line : smaps) {
            if (line.startsWith(name)) {
                String[] parts = line.substring(name.length()).trim().split(" +", -1);
                if (parts.length == 2 && parts[1].equals("kB")) {
                    return Long.parseLong(parts[0]) * 1_024;
                }
            }
        }
        throw new IllegalArgumentException("no " + name + " in kB among " + smaps.size() + " lines");
    }
}
