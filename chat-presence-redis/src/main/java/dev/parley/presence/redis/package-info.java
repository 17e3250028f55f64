/**
 * What connects the nodes of a cluster, on Redis: who is where, frames from node to node, and which nodes there are.
 *
 * <p>Start here: {@link dev.parley.presence.redis.RedisNodes} and {@link dev.parley.presence.redis.RedisOptions}.
 */
@NullMarked
package dev.parley.presence.redis;

import org.jspecify.annotations.NullMarked;
