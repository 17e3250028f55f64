package dev.parley.core.internal.command;

import dev.parley.core.Actor;
import dev.parley.core.host.Authenticator;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.Device;
import java.util.concurrent.CompletionStage;

/** What a session needs of the engine. Thread-safe; stages may complete on any thread and fail with ChatException only. */
public interface Commands {

    /**
     * Does a command that needs no session. Commands that one caller passes one after the other take effect in that
     * order, as far as they write to one conversation.
     */
    CompletionStage<Result> execute(Actor actor, Command command);

    /** Says who a client is. */
    CompletionStage<Authenticator.Identity> authenticate(Authenticator.Credentials credentials);

    /** Registers the device that says hello, and says whether it may. */
    CompletionStage<Registered> register(Actor actor, Device device);

    /** Whether a device may connect. */
    enum Registered {
        /** It may. */
        YES,
        /** It was revoked. */
        REVOKED,
        /** The user has too many. */
        TOO_MANY
    }

    /** What a client misses. */
    Backlog sync(Actor actor, Command.Sync sync);
}
