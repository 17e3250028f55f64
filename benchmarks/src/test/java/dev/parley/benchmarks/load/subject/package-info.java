@NullMarked
package dev.parley.benchmarks.load.subject;

import org.jspecify.annotations.NullMarked;
