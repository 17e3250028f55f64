package dev.parley.presence.redis;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * How {@link RedisNodes} uses Redis. Immutable.
 *
 * @param prefix what every key and channel begins with; 1 to 64 characters without braces, which have a meaning in a
 *     Redis cluster; default {@code parley:}
 * @param timeout after how long a command without an answer has failed, 100 ms to 10 s; a server that owes an answer for twice
 *     as long is connected to anew; default 2 s
 * @param queue how many commands wait for an answer on one connection, 1,000 to 1,000,000; further ones fail; default 20,000
 * @param remembered how long it is known when somebody was active last, 1 day to 10 years; whoever is connected and asks
 *     for nothing at all for as long is taken for offline; default 30 days
 */
public record RedisOptions(String prefix, Duration timeout, int queue, Duration remembered) {

    private static final int LONGEST_PREFIX = 64;

    /** Keys below {@code parley:}, 2 s for a command, 20,000 commands, 30 days. */
    public static final RedisOptions DEFAULT =
            new RedisOptions("parley:", Duration.ofSeconds(2), 20_000, Duration.ofDays(30));

    public RedisOptions {
        checkPrefix(prefix);
        Checks.within("timeout", timeout, Duration.ofMillis(100), Duration.ofSeconds(10));
        Checks.within("queue", queue, 1_000, 1_000_000);
        Checks.within("remembered", remembered, Duration.ofDays(1), Duration.ofDays(3_650));
    }

    static void checkPrefix(String prefix) {
        Checks.given("prefix", prefix);
        boolean fits = !prefix.isEmpty()
                && prefix.length() <= LONGEST_PREFIX
                && prefix.indexOf('{') < 0
                && prefix.indexOf('}') < 0;
        if (!fits) {
            throw Checks.refused("prefix", prefix, "1.." + LONGEST_PREFIX + " characters without braces");
        }
    }

    /**
     * The same with another prefix, for clusters that share a Redis.
     *
     * @param other the prefix
     * @return the options
     */
    public RedisOptions withPrefix(String other) {
        return new RedisOptions(other, timeout, queue, remembered);
    }

    /**
     * The same with another limit of a command's time.
     *
     * @param other the limit
     * @return the options
     */
    public RedisOptions withTimeout(Duration other) {
        return new RedisOptions(prefix, other, queue, remembered);
    }

    /**
     * The same with another bound of what waits for an answer.
     *
     * @param commands on each connection
     * @return the options
     */
    public RedisOptions withQueue(int commands) {
        return new RedisOptions(prefix, timeout, commands, remembered);
    }

    /**
     * The same with another memory of who was active when.
     *
     * @param other how long
     * @return the options
     */
    public RedisOptions withRemembered(Duration other) {
        return new RedisOptions(prefix, timeout, queue, other);
    }
}
