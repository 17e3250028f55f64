/** Servers in processes of their own, and the example server under real browsers. */
@NullMarked
package dev.parley.integration.process;

import org.jspecify.annotations.NullMarked;
