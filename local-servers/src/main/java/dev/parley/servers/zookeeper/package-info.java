/**
 * ZooKeeper, one server. Start here: {@link dev.parley.servers.zookeeper.ZooKeeperServer}.
 */
@NullMarked
package dev.parley.servers.zookeeper;

import org.jspecify.annotations.NullMarked;
