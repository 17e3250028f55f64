/**
 * How the stores reach the database: workers, transactions, failures, dialects, schema.
 *
 * <p>Start here: {@link dev.parley.store.jdbc.internal.sql.Database}.
 */
@NullMarked
package dev.parley.store.jdbc.internal.sql;

import org.jspecify.annotations.NullMarked;
