/** The example server as a browser sees it. */
@NullMarked
package dev.parley.examples;

import org.jspecify.annotations.NullMarked;
