package dev.parley.client.internal;

import dev.parley.client.Members;
import dev.parley.client.Sending;
import dev.parley.model.ConversationId;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

final class ClientMembers implements Members {

    private final ClientCore core;

    ClientMembers(ClientCore core) {
        this.core = core;
    }

    @Override
    public CompletionStage<Result.Members> list(ConversationId conversation, Optional<UserId> after, int limit) {
        return core.ask(new Command.ListMembers(conversation, after.orElse(null), limit), Result.Members.class::cast);
    }

    @Override
    public Sending add(ConversationId conversation, List<MemberSpec> members) {
        return core.write(new Command.AddMembers(conversation, core.newKey(), members));
    }

    @Override
    public Sending remove(ConversationId conversation, UserId user) {
        return core.write(new Command.RemoveMember(conversation, core.newKey(), user));
    }

    @Override
    public Sending changeRole(ConversationId conversation, UserId user, Role role) {
        return core.write(new Command.ChangeRole(conversation, core.newKey(), user, role));
    }
}
