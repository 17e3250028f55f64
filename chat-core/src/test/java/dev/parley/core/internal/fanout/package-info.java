/** Tests of who hears of what. */
@NullMarked
package dev.parley.core.internal.fanout;

import org.jspecify.annotations.NullMarked;
