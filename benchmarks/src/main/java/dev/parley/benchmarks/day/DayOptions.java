package dev.parley.benchmarks.day;

import java.util.List;

/**
 * How the day is simulated. Immutable.
 *
 * @param seed of everything random
 * @param scale one of how many users is simulated
 * @param nodes how many engines
 * @param hours how much of the day, 1 to 24
 */
record DayOptions(long seed, int scale, int nodes, int hours) {

    DayOptions {
        if (scale < 1 || nodes < 2 || hours < 1 || hours > 24) {
            throw new IllegalArgumentException("scale " + scale + ", nodes " + nodes + ", hours " + hours
                    + " (expected: at least 1, at least 2, 1 to 24)");
        }
    }

    /** Reads {@code name=value}s that are known here, and leaves others. */
    static DayOptions of(List<String> args) {
        return new DayOptions(
                value(args, "seed", 1), (int) value(args, "scale", 10_000), (int) value(args, "nodes", 4), (int)
                        value(args, "hours", 24));
    }

    private static long value(List<String> args, String name, long usual) {
        return args.stream()
                .filter(arg -> arg.startsWith(name + "="))
                .mapToLong(arg -> Long.parseLong(arg.substring(name.length() + 1)))
                .findFirst()
                .orElse(usual);
    }

    /** Whether it is one of these that an argument sets. */
    static boolean knows(String arg) {
        return arg.matches("(seed|scale|nodes|hours)=.*");
    }
}
