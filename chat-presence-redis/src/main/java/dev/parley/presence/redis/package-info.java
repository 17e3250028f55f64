/**
 * What connects the nodes of a cluster, on Redis: who is where, and frames from node to node.
 *
 * <p>Start here: {@link dev.parley.presence.redis.RedisNodes} and {@link dev.parley.presence.redis.RedisOptions}.
 */
@NullMarked
package dev.parley.presence.redis;

import org.jspecify.annotations.NullMarked;
