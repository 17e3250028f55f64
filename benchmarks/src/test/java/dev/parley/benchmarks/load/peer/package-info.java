@NullMarked
package dev.parley.benchmarks.load.peer;

import org.jspecify.annotations.NullMarked;
