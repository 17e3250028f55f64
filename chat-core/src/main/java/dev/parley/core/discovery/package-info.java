/**
 * Directories of nodes that need no server.
 *
 * <p>Start here: {@link dev.parley.core.discovery.StaticNodeDirectory} for a cluster whose addresses are known, {@link
 * dev.parley.core.discovery.InMemoryNodeDirectory} for engines of one JVM.
 */
@NullMarked
package dev.parley.core.discovery;

import org.jspecify.annotations.NullMarked;
