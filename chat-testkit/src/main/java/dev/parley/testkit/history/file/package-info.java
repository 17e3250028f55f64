/**
 * Histories in files: one line of JSON per event, as {@code docs/history-format.md} describes.
 *
 * <p>Start here: {@link dev.parley.testkit.history.file.HistoryFile} writes,
 * {@link dev.parley.testkit.history.file.HistoryReader} reads.
 */
@NullMarked
package dev.parley.testkit.history.file;

import org.jspecify.annotations.NullMarked;
