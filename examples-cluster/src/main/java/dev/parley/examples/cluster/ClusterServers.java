package dev.parley.examples.cluster;

import dev.parley.servers.cassandra.CassandraServer;
import dev.parley.servers.cassandra.CassandraSettings;
import dev.parley.servers.cassandra.CassandraSettings.CommitLogSync;
import dev.parley.servers.redis.RedisServer;
import dev.parley.servers.zookeeper.ZooKeeperServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The servers behind the nodes. Cassandra and ZooKeeper go on with what their folders have, Redis starts empty. Thread-safe.
 *
 * @param cassandra keeps everything durable
 * @param redis connects the nodes
 * @param zooKeeper knows which nodes clients may choose
 */
public record ClusterServers(CassandraServer cassandra, RedisServer redis, ZooKeeperServer zooKeeper)
        implements AutoCloseable {

    /**
     * Starts one of each, Cassandra so that what it acknowledges is on the disk.
     *
     * @param folder where they keep data and logs
     * @return the servers
     */
    public static ClusterServers start(Path folder) {
        return start(
                folder, CassandraSettings.single(folder.resolve("cassandra")).with(CommitLogSync.GROUP));
    }

    /**
     * Starts one of each, or a ring of Cassandra.
     *
     * @param folder where they keep data and logs
     * @param settings what kind of Cassandra
     * @return the servers
     */
    public static ClusterServers start(Path folder, CassandraSettings settings) {
        ZooKeeperServer zooKeeper = ZooKeeperServer.start(folder.resolve("zookeeper"));
        try {
            RedisServer redis = RedisServer.start(folder.resolve("redis"));
            try {
                return new ClusterServers(CassandraServer.resume(settings), redis, zooKeeper);
            } catch (RuntimeException e) {
                redis.close();
                throw e;
            }
        } catch (RuntimeException e) {
            zooKeeper.close();
            throw e;
        }
    }

    /**
     * Says where they are, in the words of {@link ClusterNode}.
     *
     * @return system properties of a node
     */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        InetSocketAddress contact = cassandra.nodes().get(0).address();
        properties.put("parley.cassandra", contact.getHostString() + ":" + contact.getPort());
        properties.put("parley.copies", Integer.toString(cassandra.nodes().size()));
        properties.put("parley.redis", redis.uri());
        properties.put("parley.zookeeper", zooKeeper.connectString());
        return properties;
    }

    /** Kills them. */
    @Override
    public void close() {
        cassandra.close();
        redis.close();
        zooKeeper.close();
    }
}
