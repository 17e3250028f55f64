/**
 * What is kept beside the logs: conversations and members, inboxes, marks, devices, blocks.
 *
 * <p>Start here: {@link dev.parley.core.spi.state.ConversationStore} and {@link dev.parley.core.spi.state.MarkStore}.
 */
@NullMarked
package dev.parley.core.spi.state;

import org.jspecify.annotations.NullMarked;
