@NullMarked
package dev.parley.benchmarks.load.cluster;

import org.jspecify.annotations.NullMarked;
