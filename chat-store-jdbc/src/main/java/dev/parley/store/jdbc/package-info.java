/**
 * All durable stores on one relational database: H2 in a file, or PostgreSQL.
 *
 * <p>Start here: {@link dev.parley.store.jdbc.JdbcStore} and {@link dev.parley.store.jdbc.JdbcStoreOptions}.
 */
@NullMarked
package dev.parley.store.jdbc;

import org.jspecify.annotations.NullMarked;
