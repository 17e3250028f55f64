package dev.parley.core.internal.access;

import dev.parley.core.host.AccessPolicy;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: the permission table of {@code docs/limits.md}, blocks, and then the host's policy. A refusal never
 * says which of them refused. Thread-safe.
 */
public final class Permissions {

    private final AccessPolicy policy;
    private final Blocks blocks;

    public Permissions(AccessPolicy policy, Blocks blocks) {
        this.policy = policy;
        this.blocks = blocks;
    }

    /** May post, edit or react: members in a group, in a channel its owners and admins, and members react. */
    public CompletionStage<Grant> mayWrite(Grant grant, boolean reaction) {
        if (grant.actor().system()) {
            return Stages.done(grant);
        }
        ConversationKind kind = grant.roster().conversation().kind();
        if (kind == ConversationKind.CHANNEL && !reaction && !manages(grant)) {
            return Stages.failed(ErrorCode.FORBIDDEN, REFUSED);
        }
        UserId actor = grant.actor().user();
        UserId peer = kind == ConversationKind.DIRECT ? peer(grant) : null;
        CompletionStage<Boolean> blocked = peer == null ? Stages.done(false) : blocks.blocks(peer, actor);
        CompletionStage<Boolean> judged = Stages.then(
                blocked,
                refused -> refused
                        ? Stages.failed(ErrorCode.FORBIDDEN, REFUSED)
                        : allowed(actor, AccessPolicy.Action.WRITE, grant.conversation(), peer));
        return Stages.map(judged, allowed -> grant);
    }

    /** May manage members, rename, and delete others' messages: owners and admins of groups and channels. */
    public static void requireManager(Grant grant) {
        if (grant.roster().conversation().kind() == ConversationKind.DIRECT || !manages(grant)) {
            throw new ChatException(ErrorCode.FORBIDDEN, REFUSED);
        }
    }

    /** May change roles: owners of groups and channels. */
    public static void requireOwner(Grant grant) {
        if (grant.roster().conversation().kind() == ConversationKind.DIRECT || grant.role() != Role.OWNER) {
            throw new ChatException(ErrorCode.FORBIDDEN, REFUSED);
        }
    }

    /** May remove a member: oneself, owners anybody, admins ordinary members. */
    public static void requireMayRemove(Grant grant, Membership target) {
        if (grant.roster().conversation().kind() == ConversationKind.DIRECT) {
            throw new ChatException(ErrorCode.FORBIDDEN, REFUSED);
        }
        boolean self = target.user().equals(grant.actor().user());
        boolean mayAdmin = grant.role() == Role.ADMIN && target.role() == Role.MEMBER;
        if (!self && grant.role() != Role.OWNER && !mayAdmin) {
            throw new ChatException(ErrorCode.FORBIDDEN, REFUSED);
        }
    }

    /** Asks the host's policy; fails with forbidden when it says no or nothing. */
    public CompletionStage<Boolean> allowed(
            UserId actor, AccessPolicy.Action action, @Nullable ConversationId conversation, @Nullable UserId other) {
        if (actor.equals(UserId.SYSTEM)) {
            return Stages.done(true);
        }
        AccessPolicy.Wish wish = new AccessPolicy.Wish(actor, action, conversation, other);
        CompletionStage<Boolean> answer =
                Stages.recover(Stages.of(() -> policy.allows(wish)), failure -> Stages.done(false));
        return Stages.map(answer, allowed -> {
            if (!allowed) {
                throw new ChatException(ErrorCode.FORBIDDEN, REFUSED);
            }
            return true;
        });
    }

    /** Tells whether one user blocks another. */
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        return blocks.blocks(user, other);
    }

    private static final String REFUSED = "not allowed";

    private static boolean manages(Grant grant) {
        return grant.role() == Role.OWNER || grant.role() == Role.ADMIN;
    }

    private static @Nullable UserId peer(Grant grant) {
        for (UserId user : grant.roster().members().keySet()) {
            if (!user.equals(grant.actor().user())) {
                return user;
            }
        }
        return null;
    }
}
