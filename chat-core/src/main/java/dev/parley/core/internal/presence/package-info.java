/**
 * Who is there and who is typing: at most once, never stored, never in the way of a message (G15).
 *
 * <p>Start here: {@link dev.parley.core.internal.presence.PresenceService}.
 */
@NullMarked
package dev.parley.core.internal.presence;

import org.jspecify.annotations.NullMarked;
