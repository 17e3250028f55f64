@NullMarked
package dev.parley.benchmarks.load.child;

import org.jspecify.annotations.NullMarked;
