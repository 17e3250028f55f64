/** Derives inbox rows from logs once more, and compares. Start at {@code InboxService}. */
@NullMarked
package dev.parley.core.internal.rederive;

import org.jspecify.annotations.NullMarked;
