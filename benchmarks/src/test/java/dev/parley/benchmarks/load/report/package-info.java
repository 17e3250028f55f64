@NullMarked
package dev.parley.benchmarks.load.report;

import org.jspecify.annotations.NullMarked;
