package dev.parley.integration.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.ClientOptions;
import dev.parley.core.AdmissionOptions;
import dev.parley.core.ChatOptions;
import dev.parley.core.ConversationOptions;
import dev.parley.core.FanOutOptions;
import dev.parley.core.Limits;
import dev.parley.core.NodeOptions;
import dev.parley.core.RateOptions;
import dev.parley.core.SessionOptions;
import dev.parley.core.StoreOptions;
import dev.parley.core.service.RederivationOptions;
import dev.parley.discovery.zookeeper.ZooKeeperOptions;
import dev.parley.presence.redis.RedisLogCacheOptions;
import dev.parley.presence.redis.RedisOptions;
import dev.parley.store.cassandra.CassandraStoreOptions;
import dev.parley.store.jdbc.JdbcStoreOptions;
import dev.parley.store.rocksdb.RocksStoreOptions;
import dev.parley.transport.websocket.options.ConnectionOptions;
import dev.parley.transport.websocket.options.HttpOptions;
import dev.parley.transport.websocket.options.LinkOptions;
import dev.parley.transport.websocket.options.PollOptions;
import dev.parley.transport.websocket.options.ServerOptions;
import dev.parley.transport.websocket.options.WebSocketOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {

    /**
     * One bound of one setting.
     *
     * @param settings the record
     * @param component the setting
     * @param allowed a value at the bound
     * @param refused the value behind it
     * @param expected what the exception says was expected
     */
    record Bound(Settings settings, String component, Object allowed, Object refused, String expected) {}

    private static final Settings LIMITS = new Settings(Limits.DEFAULT);
    private static final Settings CONVERSATIONS = new Settings(ConversationOptions.DEFAULT);
    private static final Settings FAN_OUT = new Settings(FanOutOptions.DEFAULT);
    private static final Settings SESSIONS = new Settings(SessionOptions.DEFAULT);
    private static final Settings RATES = new Settings(RateOptions.DEFAULT);
    private static final Settings ADMISSION = new Settings(AdmissionOptions.DEFAULT);
    private static final Settings NODES = new Settings(NodeOptions.DEFAULT);
    private static final Settings REDERIVATION = new Settings(RederivationOptions.COMPARE);
    private static final Settings STORE = new Settings(StoreOptions.DEFAULT);
    private static final Settings CONNECTIONS = new Settings(ConnectionOptions.DEFAULT);
    private static final Settings HTTP = new Settings(HttpOptions.DEFAULT);
    private static final Settings WEB_SOCKET = new Settings(WebSocketOptions.DEFAULT);
    private static final Settings LINK = new Settings(LinkOptions.DEFAULT);
    private static final Settings POLL = new Settings(PollOptions.DEFAULT);
    private static final Settings JDBC = new Settings(JdbcStoreOptions.defaults());
    private static final Settings ROCKS = new Settings(RocksStoreOptions.defaults());
    private static final Settings ZOOKEEPER = new Settings(ZooKeeperOptions.DEFAULT);
    private static final Settings CASSANDRA = new Settings(CassandraStoreOptions.defaults());
    private static final Settings REDIS = new Settings(RedisOptions.DEFAULT);
    private static final Settings LOG_CACHE = new Settings(RedisLogCacheOptions.DEFAULT);
    private static final Settings CLIENT = new Settings(ClientOptions.DEFAULT);
    private static final Settings CHAT = new Settings(ChatOptions.DEFAULT);
    private static final Settings SERVER = new Settings(ServerOptions.DEFAULT);

    static final List<Settings> ALL = List.of(
            LIMITS,
            CONVERSATIONS,
            FAN_OUT,
            SESSIONS,
            RATES,
            ADMISSION,
            NODES,
            REDERIVATION,
            STORE,
            CONNECTIONS,
            HTTP,
            WEB_SOCKET,
            LINK,
            POLL,
            JDBC,
            ROCKS,
            CASSANDRA,
            ZOOKEEPER,
            REDIS,
            LOG_CACHE,
            CLIENT,
            CHAT,
            SERVER);

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static final List<Bound> BOUNDS = Stream.of(
                    least(LIMITS, "text", 1),
                    least(LIMITS, "content", 1),
                    least(LIMITS, "custom", 0),
                    least(LIMITS, "mentions", 0),
                    least(LIMITS, "title", 1),
                    least(LIMITS, "emoji", 1),
                    least(LIMITS, "reactions", 0),
                    least(FAN_OUT, "onWrite", 2),
                    least(FAN_OUT, "kept", 600),
                    least(FAN_OUT, "addedAtOnce", 1),
                    least(CONVERSATIONS, "groupMembers", 1),
                    List.of(
                            new Bound(CONVERSATIONS, "page", 200, 201, "1..200"),
                            new Bound(CONVERSATIONS, "defaultPage", 1, 0, "1..200"),
                            new Bound(CONVERSATIONS, "defaultPage", 200, 201, "1..200")),
                    least(CONVERSATIONS, "unreadCap", 1),
                    least(CONVERSATIONS, "devices", 1),
                    least(CONVERSATIONS, "watched", 0),
                    within(SESSIONS, "helloTimeout", MILLI, HOUR),
                    within(SESSIONS, "ping", MILLI, HOUR),
                    least(SESSIONS, "outbound", 1_024),
                    within(SESSIONS, "stuck", MILLI, HOUR),
                    least(SESSIONS, "perUser", 1),
                    least(SESSIONS, "requests", 1),
                    within(SESSIONS, "offlineAfter", Duration.ZERO, HOUR),
                    within(SESSIONS, "typing", MILLI, HOUR),
                    List.of(
                            new Bound(RATES, "userSends", Double.POSITIVE_INFINITY, 0.0, "more than 0"),
                            new Bound(RATES, "userSends", 0.001, Double.NaN, "more than 0"),
                            new Bound(RATES, "sessionRequests", Double.POSITIVE_INFINITY, -1.0, "more than 0")),
                    least(RATES, "userBurst", 1),
                    least(RATES, "sessionBurst", 1),
                    least(RATES, "strikes", 1),
                    least(ADMISSION, "underWay", 1),
                    least(ADMISSION, "waiting", 0),
                    within(ADMISSION, "retryAfter", MILLI, HOUR),
                    least(NODES, "capacity", 1),
                    within(NODES, "refresh", Duration.ofMillis(100), Duration.ofSeconds(10)),
                    within(NODES, "lease", Duration.ofSeconds(10), HOUR),
                    within(NODES, "named", 1, 20),
                    within(REDERIVATION, "atOnce", 1, 100),
                    within(REDERIVATION, "pause", Duration.ZERO, Duration.ofMinutes(1)),
                    within(REDERIVATION, "settle", Duration.ZERO, Duration.ofMinutes(10)),
                    within(STORE, "lanes", 1, 1_000),
                    least(STORE, "batch", 1),
                    least(STORE, "waiting", 1),
                    least(STORE, "attempts", 1),
                    within(STORE, "retryAfter", Duration.ZERO, Duration.ofMinutes(1)),
                    List.of(new Bound(STORE, "cachedBytes", 0L, -1L, "0 or more")),
                    least(STORE, "cachedPerConversation", 1),
                    least(CONNECTIONS, "total", 1),
                    least(CONNECTIONS, "perAddress", 1),
                    within(CONNECTIONS, "open", MILLI, HOUR),
                    within(CONNECTIONS, "closing", MILLI, HOUR),
                    least(CONNECTIONS, "backlog", 1),
                    least(CONNECTIONS, "highWater", 32 * 1024),
                    least(CONNECTIONS, "lowWater", 1),
                    least(HTTP, "line", 64),
                    least(HTTP, "headers", 256),
                    least(HTTP, "body", 1),
                    within(HTTP, "bodyTime", MILLI, HOUR),
                    within(HTTP, "idle", MILLI, HOUR),
                    least(HTTP, "handlers", 1),
                    least(WEB_SOCKET, "message", 1),
                    least(WEB_SOCKET, "fragments", 1),
                    least(WEB_SOCKET, "outgoing", 1),
                    least(WEB_SOCKET, "compression", 0),
                    within(LINK, "links", 1, 64),
                    within(LINK, "streams", 1, 1_000_000),
                    within(LINK, "window", 1_024, 16 * 1024 * 1024),
                    within(LINK, "record", 64 * 1024, 64 * 1024 * 1024),
                    within(LINK, "calls", 1, 100_000),
                    within(LINK, "heartbeat", Duration.ofMillis(10), Duration.ofSeconds(3)),
                    within(LINK, "silence", Duration.ofSeconds(4), HOUR),
                    within(LINK, "spread", Duration.ZERO, HOUR),
                    within(POLL, "patience", MILLI, HOUR),
                    within(POLL, "idle", MILLI, HOUR),
                    least(POLL, "answer", 1),
                    within(JDBC, "connections", 2, 1_000),
                    least(JDBC, "queueCapacity", 1),
                    within(JDBC, "connectionTimeout", Duration.ofMillis(250), HOUR),
                    within(JDBC, "statementTimeout", Duration.ofSeconds(1), HOUR),
                    List.of(new Bound(
                            JDBC,
                            "statementTimeout",
                            Duration.ofSeconds(2),
                            Duration.ofMillis(1_500),
                            "whole seconds")),
                    within(ROCKS, "readers", 1, 1_000),
                    least(ROCKS, "queueCapacity", 1),
                    List.of(
                            new Bound(ROCKS, "blockCacheBytes", 1L << 20, (1L << 20) - 1, "1048576 or more"),
                            new Bound(ROCKS, "writeBufferBytes", 1L << 20, (1L << 20) - 1, "1048576 or more"),
                            new Bound(ROCKS, "recentBytes", 0L, -1L, "0 or more")),
                    within(ZOOKEEPER, "session", Duration.ofSeconds(1), HOUR),
                    within(ZOOKEEPER, "connect", Duration.ofMillis(100), HOUR),
                    within(ZOOKEEPER, "call", Duration.ofMillis(100), HOUR),
                    within(ZOOKEEPER, "loadStep", 0, 50),
                    within(CASSANDRA, "bucketEntries", 2, 1_000_000),
                    within(CASSANDRA, "keyWindow", HOUR, Duration.ofDays(3_650)),
                    within(CASSANDRA, "statementTimeout", Duration.ofMillis(100), HOUR),
                    least(CASSANDRA, "calls", 1),
                    least(CASSANDRA, "cachedHeads", 0),
                    within(REDIS, "timeout", Duration.ofMillis(100), Duration.ofSeconds(10)),
                    within(REDIS, "queue", 1_000, 1_000_000),
                    within(REDIS, "remembered", DAY, DAY.multipliedBy(3_650)),
                    within(LOG_CACHE, "entries", 1, 1_000),
                    List.of(
                            new Bound(LOG_CACHE, "entryBytes", 256, 255, "256..1048576"),
                            new Bound(LOG_CACHE, "entryBytes", 262_144, 1_048_577, "256..1048576")),
                    within(LOG_CACHE, "bytes", 8_192, 67_108_864),
                    within(LOG_CACHE, "expiry", Duration.ofSeconds(1), DAY),
                    within(LOG_CACHE, "timeout", MILLI, Duration.ofSeconds(2)),
                    within(CLIENT, "requestTimeout", MILLI, DAY),
                    within(CLIENT, "writeTimeout", MILLI, DAY),
                    least(CLIENT, "outboxLimit", 1),
                    least(CLIENT, "timelineLimit", 1),
                    within(CLIENT, "syncConversations", 1, 200),
                    within(CLIENT, "syncEntries", 1, 200))
            .flatMap(List::stream)
            .toList();

    private static List<Bound> least(Settings settings, String component, int least) {
        return List.of(new Bound(settings, component, least, least - 1, least + " or more"));
    }

    private static List<Bound> within(Settings settings, String component, int least, int most) {
        String expected = least + ".." + most;
        return List.of(
                new Bound(settings, component, least, least - 1, expected),
                new Bound(settings, component, most, most + 1, expected));
    }

    private static List<Bound> within(Settings settings, String component, Duration least, Duration most) {
        String expected = least + ".." + most;
        return List.of(
                new Bound(settings, component, least, least.minusNanos(1), expected),
                new Bound(settings, component, most, most.plusNanos(1), expected));
    }

    @ParameterizedTest
    @FieldSource("BOUNDS")
    void aValueBehindItsBoundIsRefusedByName(Bound bound) throws Throwable {
        bound.settings().with(bound.component(), bound.allowed());
        assertThatThrownBy(() -> bound.settings().with(bound.component(), bound.refused()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(bound.component() + ": " + bound.refused() + " (expected: " + bound.expected() + ")");
    }

    @Test
    void everyNumberAndTimeHasABound() {
        Set<Class<?>> bounded = Set.of(int.class, long.class, double.class, Duration.class);
        assertThat(ALL)
                .allSatisfy(settings -> assertThat(settings.components().stream()
                                .filter(component -> bounded.contains(component.getType()))
                                .map(RecordComponent::getName))
                        .allSatisfy(component -> assertThat(BOUNDS)
                                .as("%s.%s", settings, component)
                                .anyMatch(bound -> bound.settings().equals(settings)
                                        && bound.component().equals(component))));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void nullIsRefusedByName(Settings settings) {
        settings.components().stream()
                .filter(component -> !component.getType().isPrimitive())
                .map(RecordComponent::getName)
                .forEach(component -> assertThatThrownBy(() -> settings.with(component, null))
                        .isInstanceOf(NullPointerException.class)
                        .hasMessage(component + ": null (expected: a value)"));
    }

    @Test
    void aPageThatIsNotNamedIsNoLargerThanThePage() {
        assertThatThrownBy(() -> CONVERSATIONS.with("page", 49))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("defaultPage: 50 (expected: 1..49)");
    }

    @Test
    void aDeviceNameIsShort() {
        assertThatThrownBy(() -> CLIENT.with("deviceName", "n".repeat(101)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deviceName: 101 characters (expected: 0..100)");
    }

    @Test
    void anOriginIsNoMoreThanSchemeHostAndPort() {
        assertThatThrownBy(() -> SERVER.with("origins", Set.of("https://chat.example/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("origin: https://chat.example/ (expected: scheme://host or scheme://host:port)");
    }

    /** A section per record; each setting by its name. */
    @ParameterizedTest
    @MethodSource("documented")
    void thePageOfLimitsNamesEverySetting(Settings settings) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "limits.md"));
        String[] sections = page.split("(?m)^## ");
        assertThat(sections)
                .filteredOn(section -> section.lines().findFirst().orElse("").endsWith("`" + settings.name() + "`"))
                .singleElement()
                .satisfies(section -> assertThat(settings.components().stream().map(RecordComponent::getName))
                        .allSatisfy(name -> assertThat(section)
                                .as("%s.%s", settings, name)
                                .containsPattern("(?m)^\\|.*(`|\\*\\*)" + name + "(`|\\*\\*).*\\|")));
    }

    static Stream<Settings> documented() {
        return ALL.stream().filter(settings -> !List.of(CHAT, SERVER).contains(settings));
    }
}
