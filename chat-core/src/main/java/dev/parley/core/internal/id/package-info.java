/** Ids and fingerprints of entries. Start here: {@link dev.parley.core.internal.id.EntryIds}. */
@NullMarked
package dev.parley.core.internal.id;

import org.jspecify.annotations.NullMarked;
