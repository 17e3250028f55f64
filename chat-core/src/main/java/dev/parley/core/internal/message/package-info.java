/** Sending and changing messages. Start here: {@link dev.parley.core.internal.message.MessageService}. */
@NullMarked
package dev.parley.core.internal.message;

import org.jspecify.annotations.NullMarked;
