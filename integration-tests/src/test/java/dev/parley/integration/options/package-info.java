/** The settings of every module: their ranges, and that the page of limits names them all. */
@NullMarked
package dev.parley.integration.options;

import org.jspecify.annotations.NullMarked;
