/**
 * The contracts of what connects the nodes of a cluster.
 *
 * <p>Start here: {@link dev.parley.testkit.node.NodeBusContract} and {@link
 * dev.parley.testkit.node.SessionDirectoryContract}.
 */
@NullMarked
package dev.parley.testkit.node;

import org.jspecify.annotations.NullMarked;
