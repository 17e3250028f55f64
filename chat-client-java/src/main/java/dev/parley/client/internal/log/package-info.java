/**
 * The client's copy of conversations: entries in order and without a hole, gaps closed by reading history.
 *
 * <p>Start here: {@link dev.parley.client.internal.log.ConversationBook}.
 */
@NullMarked
package dev.parley.client.internal.log;

import org.jspecify.annotations.NullMarked;
