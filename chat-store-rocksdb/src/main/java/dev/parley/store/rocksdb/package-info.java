/**
 * Every durable store of one node in an embedded RocksDB. Start here: {@link dev.parley.store.rocksdb.RocksStore} and
 * {@link dev.parley.store.rocksdb.RocksStoreOptions}.
 */
@NullMarked
package dev.parley.store.rocksdb;

import org.jspecify.annotations.NullMarked;
