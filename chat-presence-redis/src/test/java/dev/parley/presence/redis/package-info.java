@NullMarked
package dev.parley.presence.redis;

import org.jspecify.annotations.NullMarked;
