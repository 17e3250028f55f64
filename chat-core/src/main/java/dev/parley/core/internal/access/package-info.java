/** Who may see and do what: the one gate. Start here: {@link dev.parley.core.internal.access.AccessGate}. */
@NullMarked
package dev.parley.core.internal.access;

import org.jspecify.annotations.NullMarked;
