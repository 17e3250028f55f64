/**
 * What is kept beside the logs, in tables.
 *
 * <p>Start here: {@link dev.parley.store.jdbc.internal.state.JdbcConversationStore}.
 */
@NullMarked
package dev.parley.store.jdbc.internal.state;

import org.jspecify.annotations.NullMarked;
