package dev.parley.core.internal.conversation;

import dev.parley.core.Actor;
import dev.parley.core.ConversationOptions;
import dev.parley.core.host.AccessPolicy;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.access.Permissions;
import dev.parley.core.internal.access.Rosters;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.fanout.Publisher;
import dev.parley.core.internal.message.BodyRules;
import dev.parley.core.internal.message.MessageService;
import dev.parley.core.internal.write.EntryWriter;
import dev.parley.core.internal.write.Writing;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.EntryBody;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entries that change a conversation itself. Each is appended on the condition that the state on which its right was
 * judged is still the newest. Thread-safe.
 */
public final class StructuralChanges {

    private final AccessGate gate;
    private final Permissions permissions;
    private final Rosters rosters;
    private final EntryWriter writer;
    private final Publisher publisher;
    private final BodyRules rules;
    private final ConversationOptions options;

    public StructuralChanges(
            AccessGate gate,
            Permissions permissions,
            Rosters rosters,
            EntryWriter writer,
            Publisher publisher,
            BodyRules rules,
            ConversationOptions options) {
        this.gate = gate;
        this.permissions = permissions;
        this.rosters = rosters;
        this.writer = writer;
        this.publisher = publisher;
        this.rules = rules;
        this.options = options;
    }

    CompletionStage<Result.Ack> create(Actor actor, Command.Create create) {
        if (create.kind() == ConversationKind.DIRECT) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "kind: direct (expected: group or channel)");
        }
        rules.checkTitle(create.title());
        List<MemberSpec> members = founders(actor, create.members());
        ConversationId id = ConversationId.created(actor.user(), create.key());
        EntryBody.Created body = new EntryBody.Created(create.kind(), create.title(), create.history(), members);
        Writing writing = Writing.of(actor, id, create.key(), body);
        AccessPolicy.Action action = create.kind() == ConversationKind.GROUP
                ? AccessPolicy.Action.CREATE_GROUP
                : AccessPolicy.Action.CREATE_CHANNEL;
        return writer.write(
                writing,
                () -> permissions
                        .allowed(actor.user(), action, null, null)
                        .thenCompose(allowed -> mayAdd(actor, null, members))
                        .thenApply(allowed -> writer.append(writing, Expectation.head(0), body)));
    }

    /** The creator as owner, and each other member once. */
    private List<MemberSpec> founders(Actor actor, List<MemberSpec> others) {
        Map<UserId, MemberSpec> members = new LinkedHashMap<>();
        if (!actor.system()) {
            members.put(actor.user(), new MemberSpec(actor.user(), Role.OWNER));
        }
        others.forEach(member -> members.putIfAbsent(member.user(), member));
        if (members.values().stream().noneMatch(member -> member.role() == Role.OWNER)) {
            throw new ChatException(ErrorCode.OWNER_REQUIRED, "members: none is an owner");
        }
        requireRoom(members.size());
        return List.copyOf(members.values());
    }

    CompletionStage<Boolean> openDirect(Actor actor, UserId other) {
        if (actor.system() || other.reserved()) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "user: the system has no direct conversations");
        }
        ConversationId id = ConversationId.direct(actor.user(), other);
        return rosters.find(id).thenCompose(known -> {
            if (known.isPresent()) {
                return publisher.opened(actor.user(), id);
            }
            Set<UserId> pair = new LinkedHashSet<>(List.of(actor.user(), other));
            EntryBody.Created body = MessageService.directCreated(pair);
            Writing writing = Writing.of(actor, id, MessageService.CREATED_KEY, body);
            CompletionStage<Result.Ack> made = writer.write(
                    writing,
                    () -> permissions
                            .allowed(actor.user(), AccessPolicy.Action.WRITE_TO_USER, null, other)
                            .thenApply(allowed -> writer.append(writing, Expectation.head(0), body)));
            // The other user may have made it a moment ago: then it is there, which is all that was asked for.
            return Stages.recover(
                    made.thenApply(ack -> true),
                    failure -> rosters.find(id)
                            .thenCompose(now -> now.isPresent()
                                    ? publisher.opened(actor.user(), id)
                                    : CompletableFuture.failedStage(failure)));
        });
    }

    CompletionStage<Result.Ack> rename(Actor actor, Command.Rename rename) {
        rules.checkTitle(rename.title());
        EntryBody body = new EntryBody.Renamed(rename.title());
        Writing writing = Writing.of(actor, rename.conversation(), rename.key(), body);
        return change(writing, grant -> {
            Permissions.requireManager(grant);
            return Stages.done(body);
        });
    }

    CompletionStage<Result.Ack> addMembers(Actor actor, Command.AddMembers add) {
        if (add.members().isEmpty()) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "members: none (expected: 1 or more)");
        }
        int most = options.fanOut().addedAtOnce();
        if (add.members().size() > most) {
            throw new ChatException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "members: " + add.members().size() + " (expected: at most " + most + " at once)");
        }
        EntryBody.MembersAdded body = new EntryBody.MembersAdded(add.members());
        Writing writing = Writing.of(actor, add.conversation(), add.key(), body);
        return change(writing, grant -> {
            Permissions.requireManager(grant);
            return fresh(grant, add.members()).thenCompose(fresh -> {
                boolean raised = fresh.stream().anyMatch(member -> member.role() != Role.MEMBER);
                if (raised) {
                    Permissions.requireOwner(grant);
                }
                if (grant.roster().conversation().kind() == ConversationKind.GROUP) {
                    requireRoom(grant.roster().conversation().memberCount() + fresh.size());
                }
                return mayAdd(actor, add.conversation(), fresh).thenApply(allowed -> new EntryBody.MembersAdded(fresh));
            });
        });
    }

    CompletionStage<Result.Ack> removeMember(Actor actor, Command.RemoveMember remove) {
        EntryBody body = new EntryBody.MemberRemoved(remove.user());
        Writing writing = Writing.of(actor, remove.conversation(), remove.key(), body);
        return change(
                writing,
                grant -> rosters.member(grant.roster(), remove.user()).thenCompose(target -> {
                    Permissions.requireMayRemove(grant, target.orElseThrow(StructuralChanges::noMember));
                    boolean last = grant.roster().conversation().memberCount() == 1;
                    return (last ? Stages.done(true) : requireOtherOwner(grant, target.get())).thenApply(other -> body);
                }));
    }

    CompletionStage<Result.Ack> changeRole(Actor actor, Command.ChangeRole change) {
        EntryBody body = new EntryBody.RoleChanged(change.user(), change.role());
        Writing writing = Writing.of(actor, change.conversation(), change.key(), body);
        return change(writing, grant -> {
            Permissions.requireOwner(grant);
            return rosters.member(grant.roster(), change.user()).thenCompose(target -> {
                Membership stay = target.orElseThrow(StructuralChanges::noMember);
                boolean keeps = change.role() == Role.OWNER;
                return (keeps ? Stages.done(true) : requireOtherOwner(grant, stay)).thenApply(other -> body);
            });
        });
    }

    private CompletionStage<Result.Ack> change(Writing writing, Function<Grant, CompletionStage<EntryBody>> decision) {
        return writer.write(
                writing,
                () -> gate.toWrite(writing.actor(), writing.conversation())
                        .thenCompose(grant -> decision.apply(grant).thenApply(body -> append(writing, grant, body))));
    }

    private Append append(Writing writing, Grant grant, EntryBody body) {
        return writer.append(writing, Expectation.state(grant.roster().stateSeq()), body);
    }

    /** Those who are not members yet, each once: the log counts on it. */
    private CompletionStage<List<MemberSpec>> fresh(Grant grant, List<MemberSpec> asked) {
        Map<UserId, MemberSpec> each = new LinkedHashMap<>();
        asked.forEach(member -> each.putIfAbsent(member.user(), member));
        return Stages.each(each, (user, member) -> rosters.member(grant.roster(), user))
                .thenApply(stays -> {
                    List<MemberSpec> fresh = each.values().stream()
                            .filter(member -> stays.getOrDefault(member.user(), Optional.empty())
                                    .isEmpty())
                            .toList();
                    if (fresh.isEmpty()) {
                        throw new ChatException(ErrorCode.BAD_REQUEST, "members: all of them are members already");
                    }
                    return fresh;
                });
    }

    private CompletionStage<Boolean> mayAdd(
            Actor actor, @Nullable ConversationId conversation, List<MemberSpec> members) {
        List<CompletionStage<Boolean>> allowed = new ArrayList<>();
        for (MemberSpec member : members) {
            if (member.user().reserved()) {
                throw new ChatException(ErrorCode.BAD_REQUEST, "members: a reserved id");
            }
            if (!member.user().equals(actor.user())) {
                allowed.add(permissions
                        .allowed(actor.user(), AccessPolicy.Action.ADD_MEMBER, conversation, member.user())
                        .thenCompose(yes -> permissions.blocks(member.user(), actor.user()))
                        .thenApply(blocked -> {
                            if (blocked) {
                                throw new ChatException(ErrorCode.FORBIDDEN, "not allowed");
                            }
                            return true;
                        }));
            }
        }
        return Stages.all(allowed).thenApply(all -> true);
    }

    private CompletionStage<Boolean> requireOtherOwner(Grant grant, Membership leaving) {
        if (leaving.role() != Role.OWNER) {
            return Stages.done(true);
        }
        return rosters.hasOtherOwner(grant.roster(), leaving.user()).thenApply(other -> {
            if (!other) {
                throw new ChatException(ErrorCode.OWNER_REQUIRED, "the last owner: make somebody else one first");
            }
            return true;
        });
    }

    private void requireRoom(int members) {
        if (members > options.groupMembers()) {
            throw new ChatException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "members: " + members + " (expected: at most " + options.groupMembers() + ")");
        }
    }

    private static ChatException noMember() {
        return new ChatException(ErrorCode.INVALID_REFERENCE, "user: no member");
    }
}
