package dev.parley.integration.faults;

import dev.parley.integration.process.ServerProcess;
import dev.parley.servers.redis.RedisServer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two connection nodes and two engine nodes, each a process, of which one at a time dies, hangs or drains under load. */
@Timeout(1_800)
class RoleFaultsIT {

    private static final int KILLS = Matrix.size(1, 5);
    /** How often nodes hang and drain: the short form has the kills alone. */
    private static final int OTHERS = Matrix.size(0, 5);

    /** For so many seconds more a node hangs after its clients have found another one. */
    private static final int HANGS = Matrix.size(1, 30);

    @TempDir
    Path folder;

    /** Does something to a node, after which it runs again. */
    private interface Blow {
        void strike(ServerProcess node) throws Exception;
    }

    @Test
    void whicheverNodeFailsNothingIsLostOrDoubled() throws Exception {
        int firstLink = freePort();
        int secondLink = freePort();
        try (PostgresProcess postgres = new PostgresProcess();
                RedisServer redis = RedisServer.start(folder);
                ServerProcess engine = engine("roles-engine", postgres, redis, firstLink);
                ServerProcess otherEngine = engine("roles-engine-other", postgres, redis, secondLink);
                ServerProcess node = ServerProcess.start("roles-node", RoleServer.connection(firstLink, secondLink));
                ServerProcess otherNode =
                        ServerProcess.start("roles-node-other", RoleServer.connection(secondLink, firstLink));
                Load load = new Load(
                        node.folder(),
                        "user",
                        builder -> builder.servers(URI.create(node.address()), URI.create(otherNode.address())),
                        Load.NAMES,
                        Duration.ofMillis(10))) {
            load.awaitEverybody();
            StringJoiner back = new StringJoiner(", ", "; every client's sends acked again at most ", "");
            strike(load, back, "kill -9 of an engine node", KILLS, ServerProcess::kill, engine, otherEngine);
            strike(load, back, "kill -9 of a connection node", KILLS, ServerProcess::kill, node, otherNode);
            strike(load, back, "SIGSTOP of an engine node", OTHERS, RoleFaultsIT::hang, otherEngine, engine);
            strike(load, back, "SIGSTOP of a connection node", OTHERS, RoleFaultsIT::hang, otherNode, node);
            strike(
                    load,
                    back,
                    "SIGTERM to an engine node",
                    OTHERS,
                    struck -> struck.signal("TERM"),
                    engine,
                    otherEngine);
            strike(
                    load,
                    back,
                    "SIGTERM to a connection node",
                    OTHERS,
                    struck -> struck.signal("TERM"),
                    node,
                    otherNode);
            Matrix.measured("roles", load.finish() + back);
        }
    }

    private static void hang(ServerProcess node) throws Exception {
        node.signal("STOP");
    }

    /** Strikes in turn, and measures until every client is served again, before the node is. */
    private static void strike(Load load, StringJoiner told, String kind, int rounds, Blow blow, ServerProcess... nodes)
            throws Exception {
        Worst back = new Worst();
        for (int i = 0; i < rounds; i++) {
            ServerProcess node = nodes[i % nodes.length];
            load.fault(kind);
            blow.strike(node);
            back.add(load.awaitEverybody());
            if (kind.startsWith("SIGSTOP")) {
                TimeUnit.SECONDS.sleep(HANGS);
                node.signal("CONT");
            } else {
                node.awaitEnd(Duration.ofSeconds(30));
                node.start();
            }
            load.awaitEverybody();
        }
        if (rounds > 0) {
            told.add(back + " after " + kind);
        }
    }

    private static ServerProcess engine(String name, PostgresProcess postgres, RedisServer redis, int link)
            throws Exception {
        // What hangs holds the locks of its transactions until the database takes them away.
        String url = PostgresProcess.url(postgres.port()) + "?options=-c%20idle_in_transaction_session_timeout=5000";
        return ServerProcess.start(name, RoleServer.engine(url, redis.uri(), link));
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
