/** Programs that show Parley at work. Start here: {@link dev.parley.examples.ExampleServer}. */
@NullMarked
package dev.parley.examples;

import org.jspecify.annotations.NullMarked;
