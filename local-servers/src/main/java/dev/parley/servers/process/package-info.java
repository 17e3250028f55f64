/**
 * Servers as child processes that never outlive the process that started them.
 *
 * <p>Start here: {@link dev.parley.servers.process.Child}, and {@link dev.parley.servers.process.Started}, which begins
 * again with other ports when one was taken.
 */
@NullMarked
package dev.parley.servers.process;

import org.jspecify.annotations.NullMarked;
