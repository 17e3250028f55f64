/** The database: one committer that writes groups, readers with a view each. Start here: {@link dev.parley.store.rocksdb.internal.db.Database}. */
@NullMarked
package dev.parley.store.rocksdb.internal.db;

import org.jspecify.annotations.NullMarked;
