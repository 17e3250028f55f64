/** Stores on PostgreSQL and H2 through JDBC. */
package dev.parley.store.jdbc;
