/** What is kept beside the logs. Start here: {@link dev.parley.store.rocksdb.internal.state.RocksInboxStore}. */
@NullMarked
package dev.parley.store.rocksdb.internal.state;

import org.jspecify.annotations.NullMarked;
