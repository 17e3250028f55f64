/**
 * Leases of nodes, and the users on them.
 *
 * <p>Start here: {@link dev.parley.presence.redis.internal.directory.RedisSessionDirectory}.
 */
@NullMarked
package dev.parley.presence.redis.internal.directory;

import org.jspecify.annotations.NullMarked;
