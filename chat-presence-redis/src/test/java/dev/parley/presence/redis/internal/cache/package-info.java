@NullMarked
package dev.parley.presence.redis.internal.cache;

import org.jspecify.annotations.NullMarked;
