/**
 * Redis, one server or a cluster of three masters. Nothing is kept on disk: a server that starts again is empty.
 *
 * <p>Start here: {@link dev.parley.servers.redis.RedisServer} and {@link dev.parley.servers.redis.RedisCluster}.
 */
@NullMarked
package dev.parley.servers.redis;

import org.jspecify.annotations.NullMarked;
