/**
 * What waits for a client, bounded in bytes, and its way out. Start here: {@link
 * dev.parley.core.internal.outbound.OutboundQueue}.
 */
@NullMarked
package dev.parley.core.internal.outbound;

import org.jspecify.annotations.NullMarked;
