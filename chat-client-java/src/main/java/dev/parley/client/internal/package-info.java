/**
 * The client without I/O: it knows no clock, thread, socket or random of its own, so that a simulator can drive it.
 *
 * <p>Start here: {@link dev.parley.client.internal.ClientCore}.
 */
@NullMarked
package dev.parley.client.internal;

import org.jspecify.annotations.NullMarked;
