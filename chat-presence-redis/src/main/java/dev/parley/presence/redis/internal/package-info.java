/**
 * The connections to Redis, and commands and scripts over them.
 *
 * <p>Start here: {@link dev.parley.presence.redis.internal.Redis}.
 */
@NullMarked
package dev.parley.presence.redis.internal;

import org.jspecify.annotations.NullMarked;
