/**
 * The newest entries of active conversations, beside the store that has them.
 *
 * <p>Start here: {@link dev.parley.presence.redis.internal.cache.CachedLogStore}.
 */
@NullMarked
package dev.parley.presence.redis.internal.cache;

import org.jspecify.annotations.NullMarked;
