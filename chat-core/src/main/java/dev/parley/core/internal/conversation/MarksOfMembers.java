package dev.parley.core.internal.conversation;

import dev.parley.core.internal.access.Grant;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.fanout.FanOut;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.model.ConversationId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import dev.parley.view.MemberMarks;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** How far the members of conversations have read, as those may know it who are let in. Thread-safe. */
final class MarksOfMembers {

    /** The most users that one call of the store asks for. */
    private static final int USERS = 10_000;

    private final MarkStore marks;
    private final int fanOutOnWrite;

    MarksOfMembers(MarkStore marks, int fanOutOnWrite) {
        this.marks = marks;
        this.fanOutOnWrite = fanOutOnWrite;
    }

    /** Told to members, where fan-out is on write; nobody's where it is on read. */
    private boolean told(Grant grant) {
        return grant.role() != null && FanOut.of(grant.roster(), fanOutOnWrite) == FanOut.ON_WRITE;
    }

    /** The marks of all members, by ascending user; none where they are not told. */
    CompletionStage<Map<ConversationId, List<MemberMarks>>> of(List<Grant> grants) {
        List<Grant> told = grants.stream().filter(this::told).toList();
        return Stages.chunked(told, grant -> members(grant).size(), USERS, this::together)
                .thenApply(lists -> {
                    Map<ConversationId, List<MemberMarks>> found = new HashMap<>();
                    for (int i = 0; i < lists.size(); i++) {
                        found.put(told.get(i).conversation(), lists.get(i));
                    }
                    return found;
                });
    }

    /** Those of one conversation; refused where nobody's are told. */
    CompletionStage<List<MemberMarks>> require(Grant grant) {
        if (!told(grant)) {
            throw new ChatException(ErrorCode.FORBIDDEN, "not told for this conversation");
        }
        return together(List.of(grant)).thenApply(lists -> lists.get(0));
    }

    private CompletionStage<List<List<MemberMarks>>> together(List<Grant> grants) {
        Map<ConversationId, Set<UserId>> users = new LinkedHashMap<>();
        grants.forEach(grant -> users.put(grant.conversation(), members(grant)));
        CompletionStage<Map<ConversationId, Map<UserId, Marks>>> found =
                users.size() == 1 ? Stages.each(users, marks::ofConversation) : marks.ofConversations(users);
        return found.thenApply(all -> grants.stream()
                .map(grant -> shown(grant, all.getOrDefault(grant.conversation(), Map.of())))
                .toList());
    }

    private static Set<UserId> members(Grant grant) {
        return grant.roster().members().keySet();
    }

    private static List<MemberMarks> shown(Grant grant, Map<UserId, Marks> found) {
        UserId self = grant.actor().user();
        return members(grant).stream()
                .sorted()
                .map(user -> {
                    Marks marks = found.getOrDefault(user, Marks.NONE);
                    return new MemberMarks(user, user.equals(self) ? marks : marks.shown());
                })
                .toList();
    }
}
