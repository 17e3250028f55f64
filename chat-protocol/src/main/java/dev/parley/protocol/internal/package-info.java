/** How frames become bytes: not exported. Start here: {@link dev.parley.protocol.internal.CommandWire}. */
@NullMarked
package dev.parley.protocol.internal;

import org.jspecify.annotations.NullMarked;
