/** From a command to the service that does it. Start here: {@link dev.parley.core.internal.command.Commands}. */
@NullMarked
package dev.parley.core.internal.command;

import org.jspecify.annotations.NullMarked;
