@NullMarked
package dev.parley.servers.redis;

import org.jspecify.annotations.NullMarked;
