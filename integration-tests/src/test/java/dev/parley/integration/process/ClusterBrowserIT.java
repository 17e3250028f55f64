package dev.parley.integration.process;

import static dev.parley.integration.process.BrowserWindow.testId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.examples.cluster.ClusterServers;
import dev.parley.examples.cluster.LocalCluster;
import dev.parley.examples.cluster.NodeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two people in real browsers, on two nodes of the example's cluster, one of which is killed. */
@Tag("any-jdk")
class ClusterBrowserIT {

    @Test
    void twoPeopleOnTwoNodesChatOnWhenOneNodeIsKilled() throws Exception {
        Path base = Files.createDirectories(Path.of(System.getProperty("parley.build.dir", "target")));
        Path folder = Files.createTempDirectory(base, "cluster-browser");
        try (ClusterServers servers = ClusterServers.start(folder);
                LocalCluster cluster = LocalCluster.start(folder, 0, servers.properties());
                BrowserWindow ada = new BrowserWindow(cluster.address(), "Ada");
                BrowserWindow bob = new BrowserWindow(cluster.address(), "Bob")) {
            ada.signIn();
            bob.signIn();
            apart(ada, bob);

            ada.openDirect("bob");
            ada.say("Hello from one node");
            bob.openConversation("Ada");
            bob.seeMessage("Hello from one node");
            bob.say("Hello from another");
            ada.seeMessage("Hello from another");
            ada.screenshot("cluster-ada");

            String before = node(bob);
            nodeAt(cluster, before).kill();
            ada.say("Are you there?");
            bob.seeMessage("Are you there?");
            assertThat(node(bob)).isNotEqualTo(before);
            bob.say("Somewhere else");
            ada.seeMessage("Somewhere else");
            bob.screenshot("cluster-after-the-kill");

            List<String> said =
                    List.of("Hello from one node", "Hello from another", "Are you there?", "Somewhere else");
            for (BrowserWindow window : List.of(ada, bob)) {
                assertThat(window.messages()).isEqualTo(said);
                window.complainedOfNothing();
            }
        }
    }

    /** Nodes are drawn by chance: whoever got the same one draws again. */
    private static void apart(BrowserWindow ada, BrowserWindow bob) {
        for (int draw = 0; draw < 30 && node(ada).equals(node(bob)); draw++) {
            bob.reload();
        }
        assertThat(node(ada)).isNotEqualTo(node(bob));
    }

    /** The node that a window says it is on, once it is on one. */
    private static String node(BrowserWindow window) {
        return String.valueOf(window.see(testId("node") + "[data-node]").getAttribute("data-node"));
    }

    private static NodeProcess nodeAt(LocalCluster cluster, String host) {
        int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
        return cluster.nodes().stream()
                .filter(node -> node.address().getPort() == port)
                .findFirst()
                .orElseThrow();
    }
}
