@NullMarked
package dev.parley.benchmarks.load.talk;

import org.jspecify.annotations.NullMarked;
