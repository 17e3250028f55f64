@NullMarked
package dev.parley.benchmarks.capacity;

import org.jspecify.annotations.NullMarked;
