/**
 * What connects the nodes of a cluster: who lives and who is where, and frames from node to node. All of it is lossy by
 * design; cursors are the truth.
 *
 * <p>Start here: {@link dev.parley.core.spi.node.NodeBus} and {@link dev.parley.core.spi.node.SessionDirectory}.
 */
@NullMarked
package dev.parley.core.spi.node;

import org.jspecify.annotations.NullMarked;
