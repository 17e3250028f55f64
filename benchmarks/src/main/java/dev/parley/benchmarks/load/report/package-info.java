/**
 * What a run came to: tables, figures, verdicts, a page with plots.
 *
 * <p>Start here: {@link dev.parley.benchmarks.load.report.Figures}.
 */
@NullMarked
package dev.parley.benchmarks.load.report;

import org.jspecify.annotations.NullMarked;
