@NullMarked
package dev.parley.benchmarks.load.generator;

import org.jspecify.annotations.NullMarked;
