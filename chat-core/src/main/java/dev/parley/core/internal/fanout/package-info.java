/** How what was stored reaches those who are connected. Start here: {@link dev.parley.core.internal.fanout.LocalSessions}. */
@NullMarked
package dev.parley.core.internal.fanout;

import org.jspecify.annotations.NullMarked;
