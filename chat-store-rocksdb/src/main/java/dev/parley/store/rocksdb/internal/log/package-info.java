/** The logs. Start here: {@link dev.parley.store.rocksdb.internal.log.RocksLogStore}. */
@NullMarked
package dev.parley.store.rocksdb.internal.log;

import org.jspecify.annotations.NullMarked;
