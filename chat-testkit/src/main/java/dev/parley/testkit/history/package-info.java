/**
 * The history of a run: what clients asked for, what they were told, what their devices were shown, which faults struck,
 * and what stood in the logs at the end. One line of JSON per event; the format is described in
 * {@code docs/history-format.md}. Nothing here knows a socket, a thread or a wall clock, so a simulator records the same
 * history as a load driver.
 *
 * <p>Start here: {@link dev.parley.testkit.history.HistoryRecorder} writes one,
 * {@link dev.parley.testkit.history.file.HistoryFile} keeps it in a file, and
 * {@link dev.parley.testkit.history.check.HistoryChecker} judges it.
 */
@NullMarked
package dev.parley.testkit.history;

import org.jspecify.annotations.NullMarked;
