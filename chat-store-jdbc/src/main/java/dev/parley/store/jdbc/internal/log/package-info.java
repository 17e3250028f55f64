/**
 * The conversations' logs in tables.
 *
 * <p>Start here: {@link dev.parley.store.jdbc.internal.log.JdbcLogStore}.
 */
@NullMarked
package dev.parley.store.jdbc.internal.log;

import org.jspecify.annotations.NullMarked;
