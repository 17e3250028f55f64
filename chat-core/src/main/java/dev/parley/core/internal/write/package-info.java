/** How an entry gets into a log: prepared, appended, published, acked. Start here: {@link dev.parley.core.internal.write.EntryWriter}. */
@NullMarked
package dev.parley.core.internal.write;

import org.jspecify.annotations.NullMarked;
