/** What the model shares with the engine and the clients alone. Start here: {@link dev.parley.model.internal.Copies}. */
@NullMarked
package dev.parley.model.internal;

import org.jspecify.annotations.NullMarked;
