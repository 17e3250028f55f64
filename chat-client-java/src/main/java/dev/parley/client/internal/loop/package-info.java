/**
 * The one thread of a client, and time.
 *
 * <p>Start here: {@link dev.parley.client.internal.loop.Loop}.
 */
@NullMarked
package dev.parley.client.internal.loop;

import org.jspecify.annotations.NullMarked;
