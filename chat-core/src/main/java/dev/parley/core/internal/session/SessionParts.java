package dev.parley.core.internal.session;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.command.Commands;
import dev.parley.core.internal.limit.UserRates;
import dev.parley.core.internal.presence.PresenceService;
import dev.parley.core.internal.presence.TypingService;

/**
 * What sessions work with. Immutable.
 *
 * @param commands the engine
 * @param presence who is there
 * @param typing who types
 * @param writes the users' rates, shared with whatever else takes commands of clients
 * @param listener hears of sessions
 * @param failures hears of what fails in the background
 */
public record SessionParts(
        Commands commands,
        PresenceService presence,
        TypingService typing,
        UserRates writes,
        SessionListener listener,
        FailureListener failures) {}
