/**
 * Which nodes there are for clients to connect to, how full they are, and where.
 *
 * <p>Start here: {@link dev.parley.core.spi.discovery.NodeDirectory}.
 */
@NullMarked
package dev.parley.core.spi.discovery;

import org.jspecify.annotations.NullMarked;
