/**
 * The contracts of what is kept beside the logs: conversations, inboxes, marks, devices, blocks.
 *
 * <p>Start here: {@link dev.parley.testkit.state.ConversationStoreContract}; the others have its shape.
 */
@NullMarked
package dev.parley.testkit.state;

import org.jspecify.annotations.NullMarked;
