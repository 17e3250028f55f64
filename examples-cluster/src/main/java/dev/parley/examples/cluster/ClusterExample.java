package dev.parley.examples.cluster;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a cluster on this machine and does to its nodes what one types. {@code -Dparley.port} says where its page is
 * (default 8080; the nodes have the three ports after it), {@code -Dparley.data} where everything is kept (default {@code
 * parley-cluster}). Confined to its main thread.
 */
public final class ClusterExample {

    private static final String HELP = """
            kill N   ends node N as kill -9 does
            stop N   ends it gently: it sends its clients elsewhere first
            start N  starts it again
            nodes    says which nodes run
            quit     ends everything, as Ctrl-C does
            """;

    private ClusterExample() {}

    /**
     * Runs the cluster until {@code quit} or Ctrl-C.
     *
     * @param args not used
     * @throws Exception when a server does not start or a port is taken
     */
    public static void main(String[] args) throws Exception {
        Path data = Path.of(System.getProperty("parley.data", "parley-cluster"));
        System.out.println("Starting Cassandra, Redis, ZooKeeper and three nodes …");
        try (ClusterServers servers = ClusterServers.start(data);
                LocalCluster cluster =
                        LocalCluster.start(data, Integer.getInteger("parley.port", 8080), servers.properties())) {
            System.out.println("Parley is at " + cluster.address() + ", behind it");
            cluster.nodes().forEach(node -> System.out.println("  " + node));
            System.out.print(HELP);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            for (String line = in.readLine(); !"quit".equals(line); line = in.readLine()) {
                if (line == null) {
                    new CountDownLatch(1).await(); // nobody types: until Ctrl-C
                }
                answer(cluster, line.strip());
            }
        }
    }

    private static void answer(LocalCluster cluster, String line) {
        String[] words = line.split("\\s+", 2);
        try {
            NodeProcess node = words.length == 2 ? cluster.nodes().get(Integer.parseInt(words[1]) - 1) : null;
            if (node == null) {
                if (line.equals("nodes")) {
                    cluster.nodes().forEach(System.out::println);
                } else if (!line.isEmpty()) {
                    System.out.print(HELP);
                }
                return;
            }
            switch (words[0]) {
                case "kill" -> node.kill();
                case "stop" -> node.stop();
                case "start" -> node.start();
                default -> System.out.print(HELP);
            }
            System.out.println(words[0] + ": " + node);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.out.println(e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            System.out.println("no such node (expected: 1 to " + LocalCluster.NODES + ")");
        }
    }
}
