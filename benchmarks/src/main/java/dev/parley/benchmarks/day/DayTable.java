package dev.parley.benchmarks.day;

import dev.parley.benchmarks.capacity.Capacity;
import dev.parley.benchmarks.capacity.Inputs;
import dev.parley.benchmarks.capacity.Need;
import dev.parley.benchmarks.capacity.Profile;
import dev.parley.benchmarks.counting.Counted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The day as tables: what was counted, times the scale, and the machines that it needs. Immutable. */
record DayTable(List<Slice> slices, Inputs usual, int scale, int nodes) {

    private static final int OF_AN_HOUR = DayCurve.HOUR / Slice.SECONDS;
    private static final int BAR = 40;

    static final String HEADER = String.format(
            Locale.ROOT,
            "%-13s | %7s %8s %9s %8s %8s %7s %9s | %10s %10s %9s | %5s %9s %5s",
            "time",
            "conns k",
            "sends/s",
            "shown/s",
            "hints/s",
            "rcpts/s",
            "back/s",
            "caught/s",
            "calls/s",
            "rows/s",
            "frames/s",
            "nodes",
            "cassandra",
            "redis");

    String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        hours().forEach(hour -> text.append(line(hour)));
        Slice rush = rush();
        if (rush != null) {
            text.append(line(rush))
                    .append('\n')
                    .append(compared(rush))
                    .append('\n')
                    .append(plot());
        }
        return text.toString();
    }

    /** A profile, rounded. */
    private static String text(Slice slice) {
        Profile profile = slice.profile();
        return String.format(
                Locale.ROOT,
                "rows %.1f, deliveries %.2f, hints %.3f, asked %.1f, receipts %.2f, marks %.2f, caughtUp %.1f, bytes %.0f",
                profile.rows(),
                profile.deliveries(),
                profile.hints(),
                profile.asked(),
                profile.receipts(),
                profile.marks(),
                profile.caughtUp(),
                profile.bytes());
    }

    private List<Slice> hours() {
        List<Slice> hours = new ArrayList<>();
        for (int end = OF_AN_HOUR; end <= slices.size(); end += OF_AN_HOUR) {
            hours.add(Slice.of(slices.subList(end - OF_AN_HOUR, end)));
        }
        return hours;
    }

    private Slice rush() {
        return slices.stream()
                .filter(slice -> slice.start() == DayCurve.RUSH)
                .findFirst()
                .orElse(slices.get(slices.size() - 1));
    }

    private static String time(Slice slice) {
        int end = slice.start() + slice.seconds();
        return String.format(
                Locale.ROOT,
                "%02d:%02d - %02d:%02d",
                slice.start() / DayCurve.HOUR,
                slice.start() % DayCurve.HOUR / 60,
                end / DayCurve.HOUR,
                end % DayCurve.HOUR / 60);
    }

    /** By CPU and connections, not by disk, which is the same all day. */
    private int cassandra(Capacity capacity) {
        return capacity.needs().stream()
                .filter(need -> need.machines().equals(Capacity.CASSANDRA)
                        && need.unit().equals("cores"))
                .mapToInt(Need::count)
                .max()
                .orElse(0);
    }

    private String line(Slice slice) {
        Capacity capacity = new Capacity(slice.inputs(usual, scale));
        int needed = capacity.count(Capacity.NODE);
        return String.format(
                Locale.ROOT,
                "%-13s | %,7.0f %,8.0f %,9.0f %,8.0f %,8.0f %,7.0f %,9.0f | %,10.0f %,10.0f %,9.0f | %5d %9d %5d%n",
                time(slice),
                slice.connections() * scale / 1_000,
                slice.rate("messages") * scale,
                slice.rate("deliveries") * scale,
                slice.rate("hints") * scale,
                slice.rate("receipts") * scale,
                slice.rate("catch-ups") * scale,
                slice.rate("caught up") * scale,
                slice.storeCalls() * scale,
                slice.rows() * scale,
                frames(capacity, needed),
                needed,
                cassandra(capacity),
                capacity.count(Capacity.REDIS));
    }

    /** What so many nodes send each other: the sample has fewer nodes, so this is calculated from whom it reached. */
    private static double frames(Capacity capacity, double needed) {
        return capacity.frames(needed);
    }

    /** What was counted against what the calculation says of the same traffic. */
    private String compared(Slice rush) {
        Capacity here = new Capacity(rush.inputs(usual, scale));
        Inputs small = rush.inputs(usual, 1);
        Map<String, double[]> both = new TreeMap<>();
        both.put("rows written", new double[] {rush.rows() * scale, here.rowsWritten() - claims(here)});
        both.put("entries shown", new double[] {
            rush.rate("deliveries") * scale, usual.profile().deliveries() * rush.rate("messages") * scale
        });
        both.put(
                "frames between " + nodes + " nodes, sample",
                new double[] {rush.rate("NodeBus.send"), new Capacity(small).frames(nodes)});
        both.put("users asked for", new double[] {
            rush.rate("SessionDirectory.find" + Counted.USERS) * scale,
            usual.profile().asked() * rush.rate("messages") * scale
        });
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%n%-34s %14s %14s%n", time(rush) + ", in a second", "counted", "calculated"));
        both.forEach((name, values) ->
                text.append(String.format(Locale.ROOT, "%-34s %,14.0f %,14.0f%n", name, values[0], values[1])));
        text.append("a message and a return there: ").append(text(rush)).append('\n');
        Slice busiest = hours().stream()
                .filter(hour -> hour.start() != DayCurve.RUSH)
                .max(Comparator.comparingDouble(hour -> hour.rate("messages")))
                .orElse(rush);
        text.append("and in ")
                .append(time(busiest))
                .append(": ")
                .append(text(busiest))
                .append('\n');
        text.append(String.format(
                Locale.ROOT,
                "most devices that caught up in one second, of %.0f in the sample: %d%n",
                rush.connections(),
                slices.stream().mapToInt(Slice::busiest).max().orElse(0)));
        return text.toString();
    }

    /** The calculation counts the key and the claim of a message, which the stores do not tell apart. */
    private static double claims(Capacity capacity) {
        return 3 * capacity.inputs().traffic().peakMessages();
    }

    private String plot() {
        List<String> lines = new ArrayList<>();
        double most = slices.stream().mapToDouble(s -> s.rate("messages")).max().orElse(1);
        double online = slices.stream().mapToDouble(Slice::connections).max().orElse(1);
        for (int i = 0; i < slices.size(); i += OF_AN_HOUR / 2) {
            Slice part = Slice.of(slices.subList(i, Math.min(slices.size(), i + OF_AN_HOUR / 2)));
            lines.add(time(part).substring(0, 5)
                    + " " + bar(part.connections() / online, '=')
                    + " " + bar(part.rate("messages") / most, '#'));
        }
        return "connections, and messages a second\n" + String.join("\n", lines);
    }

    private static String bar(double part, char of) {
        String full = String.valueOf(of).repeat((int) Math.round(BAR * part));
        return full + " ".repeat(BAR - full.length());
    }
}
