/**
 * Frames from node to node, a channel for each.
 *
 * <p>Start here: {@link dev.parley.presence.redis.internal.bus.RedisBus}.
 */
@NullMarked
package dev.parley.presence.redis.internal.bus;

import org.jspecify.annotations.NullMarked;
