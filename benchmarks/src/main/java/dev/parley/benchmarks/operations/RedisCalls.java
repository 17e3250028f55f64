package dev.parley.benchmarks.operations;

import dev.parley.benchmarks.load.backend.Backends;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis says it was asked: {@code INFO commandstats}. */
final class RedisCalls {

    private static final Pattern LINE = Pattern.compile("cmdstat_([a-z|]+):calls=(\\d+)");

    private RedisCalls() {}

    /** How often each command since the last time; asking is not counted. */
    static Map<String, Long> taken(Backends backends) {
        Map<String, Long> calls = new TreeMap<>();
        Matcher lines = LINE.matcher(backends.redis("INFO", "commandstats"));
        while (lines.find()) {
            calls.put("redis " + lines.group(1), Long.valueOf(lines.group(2)));
        }
        backends.redis("CONFIG", "RESETSTAT");
        calls.keySet().removeIf(name -> name.startsWith("redis info") || name.startsWith("redis config"));
        return calls;
    }
}
