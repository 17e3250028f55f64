package dev.parley.core.internal.command;

import dev.parley.core.Actor;
import dev.parley.core.host.Authenticator;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.Device;
import java.util.Collection;
import java.util.Set;
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
    CompletionStage<DeviceStore.Registered> register(Actor actor, Device device);

    /** Which of some devices were revoked, at most 1,000 at once. */
    CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> devices);

    /** What a client misses. */
    Backlog sync(Actor actor, Command.Sync sync);
}
