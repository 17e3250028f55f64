/**
 * What nodes tell each other: who is there, and which conversations moved. All of it is lossy by design; cursors are the
 * truth.
 *
 * <p>Start here: {@link dev.parley.core.spi.node.NodeBus}.
 */
@NullMarked
package dev.parley.core.spi.node;

import org.jspecify.annotations.NullMarked;
