@NullMarked
package dev.parley.presence.redis.internal.bus;

import org.jspecify.annotations.NullMarked;
