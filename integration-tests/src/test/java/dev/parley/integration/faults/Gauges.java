package dev.parley.integration.faults;

import dev.parley.integration.process.ServerProcess;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fault server uses, right after a collection of garbage.
 *
 * @param heap bytes of the heap
 * @param direct bytes of the network's buffers
 */
record Gauges(long heap, long direct) {

    private static final Pattern FORMAT = Pattern.compile("heap=(\\d+) direct=(\\d+)");

    static Gauges of(ServerProcess server) throws Exception {
        Matcher values = FORMAT.matcher(server.call("GET", "/test/gauges"));
        if (!values.matches()) {
            throw new IllegalStateException("unknown gauges");
        }
        return new Gauges(Long.parseLong(values.group(1)), Long.parseLong(values.group(2)));
    }
}
