/** Conversations, inboxes and sync. Start here: {@link dev.parley.core.internal.conversation.ConversationService}. */
@NullMarked
package dev.parley.core.internal.conversation;

import org.jspecify.annotations.NullMarked;
