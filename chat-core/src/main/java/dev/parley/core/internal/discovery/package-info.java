/** How this node shows itself, and which nodes it names to clients. Start here: {@link dev.parley.core.internal.discovery.NodeService}. */
@NullMarked
package dev.parley.core.internal.discovery;

import org.jspecify.annotations.NullMarked;
