/**
 * Apache Cassandra, one node or a ring of three.
 *
 * <p>Start here: {@link dev.parley.servers.cassandra.CassandraServer} and
 * {@link dev.parley.servers.cassandra.CassandraSettings}.
 */
@NullMarked
package dev.parley.servers.cassandra;

import org.jspecify.annotations.NullMarked;
