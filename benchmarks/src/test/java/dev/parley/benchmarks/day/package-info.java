@NullMarked
package dev.parley.benchmarks.day;

import org.jspecify.annotations.NullMarked;
