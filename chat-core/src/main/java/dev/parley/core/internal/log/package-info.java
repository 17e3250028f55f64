/** The log as the engine uses it: batched appends, cached tails, messages as they are now. Start here: {@link dev.parley.core.internal.log.ConversationLog}. */
@NullMarked
package dev.parley.core.internal.log;

import org.jspecify.annotations.NullMarked;
