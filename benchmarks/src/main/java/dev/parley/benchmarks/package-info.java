/** JMH benchmarks; {@code docs/benchmarks.md} says how to run them. */
@NullMarked
package dev.parley.benchmarks;

import org.jspecify.annotations.NullMarked;
