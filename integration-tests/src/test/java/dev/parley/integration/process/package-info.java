/** Real processes: the example server killed with -9 under real clients and real browsers. */
@NullMarked
package dev.parley.integration.process;

import org.jspecify.annotations.NullMarked;
