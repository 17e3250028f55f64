/**
 * Time, threads and chance, which the engine has none of its own of: they are given to it.
 *
 * <p>Start here: {@link dev.parley.core.runtime.SystemRuntime} for a real process, {@link
 * dev.parley.core.runtime.ChatRuntime} for one's own.
 */
@NullMarked
package dev.parley.core.runtime;

import org.jspecify.annotations.NullMarked;
