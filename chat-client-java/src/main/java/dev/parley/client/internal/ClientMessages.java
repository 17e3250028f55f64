package dev.parley.client.internal;

import dev.parley.client.Messages;
import dev.parley.client.Sending;
import dev.parley.client.Timeline;
import dev.parley.client.internal.log.ConversationView;
import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.EntryPage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

final class ClientMessages implements Messages {

    private final ClientCore core;

    ClientMessages(ClientCore core) {
        this.core = core;
    }

    @Override
    public Sending send(ConversationId conversation, MessageBody body) {
        core.run(running -> running.typists().spoke(conversation));
        return core.write(new Command.Send(conversation, core.newKey(), body));
    }

    @Override
    public Sending sendTo(UserId user, MessageBody body) {
        return core.write(new Command.SendTo(user, core.newKey(), body));
    }

    @Override
    public Sending edit(ConversationId conversation, long target, MessageBody body) {
        return core.write(new Command.Edit(conversation, core.newKey(), target, body));
    }

    @Override
    public Sending delete(ConversationId conversation, long target) {
        return core.write(new Command.Delete(conversation, core.newKey(), target));
    }

    @Override
    public Sending react(ConversationId conversation, long target, String emoji, boolean present) {
        return core.write(new Command.React(conversation, core.newKey(), target, emoji, present));
    }

    @Override
    public List<Sending> unsent() {
        return core.outbox().unsent();
    }

    @Override
    public Timeline timeline(ConversationId conversation) {
        ConversationView view = core.book().view(conversation);
        return view == null ? new Timeline(conversation, List.of(), 0, true) : view.timeline();
    }

    @Override
    public CompletionStage<Timeline> loadOlder(ConversationId conversation, int limit) {
        Timeline held = timeline(conversation);
        if (!held.items().isEmpty()) {
            if (!held.before()) {
                return CompletableFuture.completedStage(held);
            }
            long first = held.items().get(0).seq();
            return core.ask(
                    new Command.History(conversation, first, null, null, limit),
                    result -> core.older().prepend(conversation, first, page(result)));
        }
        return core.ask(new Command.Show(conversation), shown -> {
                    core.book().inboxChanged(((Result.Opened) shown).conversation());
                    return shown;
                })
                .thenCompose(shown -> core.ask(
                        new Command.History(conversation, null, null, null, limit),
                        result -> core.older().start(conversation, page(result))));
    }

    @Override
    public CompletionStage<EntryPage> history(Command.History query) {
        return core.ask(query, result -> core.older().caughtUp(query.conversation(), page(result)));
    }

    private static EntryPage page(Result result) {
        return ((Result.Page) result).page();
    }
}
