package dev.parley.discovery.zookeeper;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * How a {@link ZooKeeperNodeDirectory} uses ZooKeeper. Immutable.
 *
 * @param path below which nodes are registered; starts with a slash and ends with none; default {@code /parley}
 * @param session after how long without a sign of life ZooKeeper ends the registrations of a process, 1 s to 1 h, within what the
 *     server allows; default 15 s
 * @param connect how long one attempt to connect may take, 100 ms to 1 h; default 5 s
 * @param call after how long a registration that is not carried out fails, 100 ms to 1 h; default 5 s
 * @param loadStep by how many hundredths of its capacity a node's connections change before it is written, 0 to 50: every
 *     write is told to every node; default 2
 */
public record ZooKeeperOptions(String path, Duration session, Duration connect, Duration call, int loadStep) {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TENTH = Duration.ofMillis(100);

    /** Below {@code /parley}, a session of 15 s, 5 s to connect, 5 s for a call, load in steps of 2 %. */
    public static final ZooKeeperOptions DEFAULT =
            new ZooKeeperOptions("/parley", Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(5), 2);

    public ZooKeeperOptions {
        Checks.given("path", path);
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw Checks.refused("path", path, "starts with a slash, ends with none");
        }
        Checks.within("session", session, Duration.ofSeconds(1), HOUR);
        Checks.within("connect", connect, TENTH, HOUR);
        Checks.within("call", call, TENTH, HOUR);
        Checks.within("loadStep", loadStep, 0, 50);
    }

    /**
     * The same below another path.
     *
     * @param other the path
     * @return the options
     */
    public ZooKeeperOptions withPath(String other) {
        return new ZooKeeperOptions(other, session, connect, call, loadStep);
    }

    /**
     * The same with other times.
     *
     * @param lasting of a session
     * @param connecting for one attempt
     * @param calling for a registration
     * @return the options
     */
    public ZooKeeperOptions withTimes(Duration lasting, Duration connecting, Duration calling) {
        return new ZooKeeperOptions(path, lasting, connecting, calling, loadStep);
    }

    /**
     * The same with another step of the load.
     *
     * @param hundredths of the capacity
     * @return the options
     */
    public ZooKeeperOptions withLoadStep(int hundredths) {
        return new ZooKeeperOptions(path, session, connect, call, hundredths);
    }
}
