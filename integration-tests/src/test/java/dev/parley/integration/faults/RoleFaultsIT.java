package dev.parley.integration.faults;

import dev.parley.integration.process.ServerProcess;
import dev.parley.servers.redis.RedisServer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two connection nodes and two engine nodes, each a process, of which one at a time dies, hangs or drains under load. */
@Timeout(1_800)
class RoleFaultsIT {

    private static final int ROUNDS = Matrix.size(1, 5);

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
            Worst engineKilled = strike(load, "kill -9 an engine node", ServerProcess::kill, engine, otherEngine);
            Worst nodeKilled = strike(load, "kill -9 a connection node", ServerProcess::kill, node, otherNode);
            Worst engineHung =
                    strike(load, "SIGSTOP an engine node", struck -> struck.signal("STOP"), otherEngine, engine);
            Worst nodeHung =
                    strike(load, "SIGSTOP a connection node", struck -> struck.signal("STOP"), otherNode, node);
            Worst engineDrained =
                    strike(load, "SIGTERM an engine node", struck -> struck.signal("TERM"), engine, otherEngine);
            Worst nodeDrained =
                    strike(load, "SIGTERM a connection node", struck -> struck.signal("TERM"), node, otherNode);
            Matrix.measured(
                    "roles",
                    load.finish() + "; every client's sends acked again at most " + engineKilled
                            + " after an engine node was killed, " + nodeKilled + " a connection node; " + engineHung
                            + " after an engine node hung, " + nodeHung + " a connection node; " + engineDrained
                            + " after an engine node was told to drain, " + nodeDrained + " a connection node");
        }
    }

    /** Strikes in turn, and measures until every client is served again, before the node is. */
    private static Worst strike(Load load, String kind, Blow blow, ServerProcess... nodes) throws Exception {
        Worst back = new Worst();
        for (int i = 0; i < ROUNDS; i++) {
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
        return back;
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
