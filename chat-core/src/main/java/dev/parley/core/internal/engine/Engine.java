package dev.parley.core.internal.engine;

import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.core.ChatOptions;
import dev.parley.core.Health;
import dev.parley.core.host.Authenticator;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.service.Conversations;
import dev.parley.core.service.Inboxes;
import dev.parley.core.service.Messages;
import dev.parley.core.service.Nodes;
import dev.parley.core.service.People;
import dev.parley.core.service.Receipts;
import dev.parley.core.session.Sessions;
import dev.parley.core.spi.Store;
import dev.parley.model.DeviceId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The engine: what {@link Wiring} put together, behind one front. Thread-safe. */
public final class Engine implements Chat {

    private final EngineParts parts;
    private final Wiring wiring;

    /** Starts. */
    public Engine(EngineParts parts) {
        this.parts = parts;
        this.wiring = new Wiring(parts);
    }

    @Override
    public Messages messages() {
        return wiring.services().messages();
    }

    @Override
    public Conversations conversations() {
        return wiring.services().conversations();
    }

    @Override
    public Receipts receipts() {
        return wiring.services().receipts();
    }

    @Override
    public People people() {
        return wiring.services().people();
    }

    @Override
    public Nodes nodes() {
        return wiring.services().nodes();
    }

    @Override
    public Inboxes inboxes() {
        return wiring.inboxes();
    }

    @Override
    public Sessions sessions() {
        return wiring.sessions();
    }

    @Override
    public CompletionStage<Result> execute(Actor actor, Command command) {
        boolean write = command instanceof Command.Write
                || command instanceof Command.SendTo
                || command instanceof Command.Create
                || command instanceof Command.OpenDirect;
        long wait = write && !actor.system() ? wiring.writes().take(actor.user()) : 0;
        return wait > 0
                ? CompletableFuture.failedStage(ChatException.retryAfter(
                        ErrorCode.RATE_LIMITED, "too many writes of this user", Duration.ofMillis(wait)))
                : wiring.router().execute(actor, command);
    }

    @Override
    public CompletionStage<Actor> authenticate(String token, String remoteAddress, @Nullable DeviceId device) {
        return wiring.router()
                .authenticate(new Authenticator.Credentials(token, remoteAddress))
                .thenCompose(identity -> wiring.router().onDevice(identity.user(), device));
    }

    @Override
    public CompletionStage<Health> health() {
        List<CompletionStage<Void>> checks =
                parts.stores().all().stream().map(Store::check).toList();
        return Stages.all(checks)
                .thenApply(all -> wiring.newsFlow()
                        ? new Health(Health.Status.UP, parts.stores().durability())
                        : new Health(
                                Health.Status.DEGRADED, "bus or presence unreachable: live news between nodes stop"))
                .exceptionally(failure -> new Health(Health.Status.DOWN, "the store does not answer"));
    }

    @Override
    public ChatOptions options() {
        return parts.options();
    }

    @Override
    public CompletionStage<Void> close(Duration deadline) {
        return wiring.close(deadline);
    }

    @Override
    public void close() {
        try {
            close(Duration.ofSeconds(10)).toCompletableFuture().join();
        } catch (CompletionException e) {
            parts.hooks().failures().onFailure("closing", Stages.unwrap(e));
        }
    }
}
