/**
 * Durable stores of a cluster on Apache Cassandra.
 *
 * <p>Start here: {@link dev.parley.store.cassandra.CassandraStore} and
 * {@link dev.parley.store.cassandra.CassandraStoreOptions}.
 */
@NullMarked
package dev.parley.store.cassandra;

import org.jspecify.annotations.NullMarked;
