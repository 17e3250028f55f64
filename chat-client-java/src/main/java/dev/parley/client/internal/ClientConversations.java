package dev.parley.client.internal;

import dev.parley.client.Conversations;
import dev.parley.client.Sending;
import dev.parley.client.internal.log.ConversationView;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.MemberMarks;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

final class ClientConversations implements Conversations {

    private final ClientCore core;

    ClientConversations(ClientCore core) {
        this.core = core;
    }

    @Override
    public List<ConversationSummary> list() {
        return core.book().views().stream()
                .sorted(ConversationView.INBOX_ORDER)
                .map(ConversationView::summary)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public Optional<ConversationSummary> find(ConversationId conversation) {
        return Optional.ofNullable(core.book().view(conversation)).map(ConversationView::summary);
    }

    @Override
    public CompletionStage<Result.InboxPage> page(Optional<String> cursor, int limit) {
        return core.ask(new Command.Inbox(cursor.orElse(null), limit), Result.InboxPage.class::cast);
    }

    @Override
    public CompletionStage<ConversationSummary> create(
            ConversationKind kind, String title, HistoryPolicy history, List<MemberSpec> members) {
        return opened(new Command.Create(core.newKey(), kind, title, history, members));
    }

    @Override
    public CompletionStage<ConversationSummary> openDirect(UserId user) {
        return opened(new Command.OpenDirect(user));
    }

    /** What was opened is known from now on, also before the server's event about it arrives. */
    private CompletionStage<ConversationSummary> opened(Command command) {
        return core.ask(command, result -> {
            ConversationSummary row = ((Result.Opened) result).conversation();
            core.opened(row);
            return row;
        });
    }

    @Override
    public Sending rename(ConversationId conversation, String title) {
        return core.write(new Command.Rename(conversation, core.newKey(), title));
    }

    @Override
    public CompletionStage<Void> configure(ConversationId conversation, ConversationSettings settings) {
        return core.ask(new Command.Configure(conversation, settings), done -> null);
    }

    @Override
    public void markRead(ConversationId conversation, long seq, boolean hidden) {
        core.run(running -> running.read(conversation, seq, hidden));
    }

    @Override
    public CompletionStage<List<MemberMarks>> marks(ConversationId conversation) {
        return core.ask(new Command.ListMarks(conversation), result -> ((Result.MemberMarksAre) result).marks());
    }

    @Override
    public CompletionStage<Result.UnreadIs> unread() {
        return core.ask(new Command.CountUnread(), Result.UnreadIs.class::cast);
    }

    @Override
    public void typing(ConversationId conversation, boolean active) {
        core.run(running -> running.typists().say(conversation, active));
    }
}
