@NullMarked
package dev.parley.benchmarks.load.run;

import org.jspecify.annotations.NullMarked;
