package dev.parley.client;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * What a client may be told to do otherwise. Immutable.
 *
 * @param deviceName what the user calls the device, 0 to 100 characters; default empty
 * @param requestTimeout how long a request waits for its answer, offline times included, 1 ms to 1 day; default 30 s
 * @param writeTimeout how long a write waits for its answer before it is sent again with the same key, 1 ms to 1 day;
 *     default 15 s
 * @param automaticDelivered whether the client itself says what was delivered; default true
 * @param outboxLimit the most unanswered writes, 1 or more; default 10,000
 * @param timelineLimit the most entries of one conversation that the client holds by itself, 1 or more; default 500
 * @param syncConversations the most conversations to catch up on at once, 1 to 200; default 50
 * @param syncEntries the most entries per conversation to catch up on at once, 1 to 200; default 50
 */
public record ClientOptions(
        String deviceName,
        Duration requestTimeout,
        Duration writeTimeout,
        boolean automaticDelivered,
        int outboxLimit,
        int timelineLimit,
        int syncConversations,
        int syncEntries) {

    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Every default. */
    public static final ClientOptions DEFAULT =
            new ClientOptions("", Duration.ofSeconds(30), Duration.ofSeconds(15), true, 10_000, 500, 50, 50);

    /**
     * Checks the values.
     *
     * @param deviceName as above
     * @param requestTimeout as above
     * @param writeTimeout as above
     * @param automaticDelivered as above
     * @param outboxLimit as above
     * @param timelineLimit as above
     * @param syncConversations as above
     * @param syncEntries as above
     * @throws IllegalArgumentException when a value is out of its range
     */
    public ClientOptions {
        Checks.given("deviceName", deviceName);
        if (deviceName.length() > 100) {
            throw Checks.refused("deviceName", deviceName.length() + " characters", "0..100");
        }
        Checks.within("requestTimeout", requestTimeout, INSTANT, DAY);
        Checks.within("writeTimeout", writeTimeout, INSTANT, DAY);
        Checks.atLeast("outboxLimit", outboxLimit, 1);
        Checks.atLeast("timelineLimit", timelineLimit, 1);
        Checks.within("syncConversations", syncConversations, 1, 200);
        Checks.within("syncEntries", syncEntries, 1, 200);
    }
}
