/**
 * The log of a conversation: the one primitive that everything durable rests on.
 *
 * <p>Start here: {@link dev.parley.core.spi.log.LogStore} and {@link dev.parley.core.spi.log.Append}.
 */
@NullMarked
package dev.parley.core.spi.log;

import org.jspecify.annotations.NullMarked;
