/**
 * Which nodes clients may connect to.
 *
 * <p>Start here: {@link dev.parley.presence.redis.internal.discovery.RedisNodeDirectory}.
 */
@NullMarked
package dev.parley.presence.redis.internal.discovery;

import org.jspecify.annotations.NullMarked;
