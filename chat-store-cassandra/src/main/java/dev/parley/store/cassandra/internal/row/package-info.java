/** What rows of the log's tables are made of. Start here: {@link dev.parley.store.cassandra.internal.row.KeyRow}. */
@NullMarked
package dev.parley.store.cassandra.internal.row;

import org.jspecify.annotations.NullMarked;
