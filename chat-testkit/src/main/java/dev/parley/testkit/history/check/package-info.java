/**
 * Judges a history: what was acked is there, once, in one order that everybody saw.
 *
 * <p>Start here: {@link dev.parley.testkit.history.check.HistoryChecker} in a test,
 * {@link dev.parley.testkit.history.check.CheckHistory} on the command line;
 * {@link dev.parley.testkit.history.check.Rule} says what is judged.
 */
@NullMarked
package dev.parley.testkit.history.check;

import org.jspecify.annotations.NullMarked;
