/** Puts the parts together. Start here: {@link dev.parley.core.internal.engine.Engine}. */
@NullMarked
package dev.parley.core.internal.engine;

import org.jspecify.annotations.NullMarked;
