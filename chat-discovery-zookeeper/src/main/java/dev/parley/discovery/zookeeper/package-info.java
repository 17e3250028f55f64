/**
 * The directory of nodes on ZooKeeper.
 *
 * <p>Start here: {@link dev.parley.discovery.zookeeper.ZooKeeperNodeDirectory}.
 */
@NullMarked
package dev.parley.discovery.zookeeper;

import org.jspecify.annotations.NullMarked;
