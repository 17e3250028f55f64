package dev.parley.core.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Origin;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateFoldTest {

    private static final ConversationId TRIP = new ConversationId("trip");
    private static final int ENTRIES = 40;

    private record State(Conversation conversation, Map<UserId, Membership> members) {}

    /** Another node stores what it folds between this one's reading of the conversation and of its members. */
    @Test
    void membersThatAreNewerThanTheConversationDoNotChangeWhatItBecomes() {
        for (int seed = 0; seed < 200; seed++) {
            List<Entry> log = log(new Random(seed));
            List<State> states = new ArrayList<>();
            @Nullable State now = null;
            for (Entry entry : log) {
                now = after(now == null ? null : now.conversation(), now == null ? Map.of() : now.members(), entry);
                states.add(now);
                assertThat(now.conversation().memberCount())
                        .isEqualTo(now.members().size());
            }
            State last = now;
            for (int read = 0; read < log.size(); read++) {
                for (int newer = read; newer < log.size(); newer++) {
                    State folded = new State(
                            states.get(read).conversation(), states.get(newer).members());
                    for (Entry entry : log.subList(read + 1, log.size())) {
                        folded = after(folded.conversation(), folded.members(), entry);
                    }
                    assertThat(folded).as("seed %s, %s, %s", seed, read, newer).isEqualTo(last);
                }
            }
        }
    }

    private static State after(@Nullable Conversation before, Map<UserId, Membership> members, Entry entry) {
        StateFold.Step step = StateFold.apply(before, members, entry);
        return new State(step.conversation(), StateFold.members(members, step));
    }

    /** A log as the engine writes it: who is added was no member, who is removed was one. */
    private static List<Entry> log(Random random) {
        List<Entry> log = new ArrayList<>();
        Map<UserId, Boolean> members = new HashMap<>();
        UserId owner = new UserId("owner");
        log.add(entry(
                1,
                new EntryBody.Created(
                        ConversationKind.GROUP,
                        "Trip",
                        HistoryPolicy.JOINED,
                        List.of(new MemberSpec(owner, Role.OWNER)))));
        for (int seq = 2; seq <= ENTRIES; seq++) {
            UserId user = new UserId("u" + random.nextInt(4));
            boolean member = members.getOrDefault(user, false);
            if (!member) {
                log.add(entry(seq, new EntryBody.MembersAdded(List.of(new MemberSpec(user, Role.MEMBER)))));
                members.put(user, true);
            } else if (random.nextBoolean()) {
                log.add(entry(seq, new EntryBody.MemberRemoved(user)));
                members.put(user, false);
            } else if (random.nextBoolean()) {
                log.add(entry(seq, new EntryBody.RoleChanged(user, random.nextBoolean() ? Role.ADMIN : Role.MEMBER)));
            } else {
                log.add(entry(seq, new EntryBody.Renamed("Title " + seq)));
            }
        }
        return log;
    }

    private static Entry entry(long seq, EntryBody body) {
        Origin origin = new Origin(new UserId("owner"), new DeviceId("phone"), "k" + seq);
        return new Entry(TRIP, seq, new UUID(0, seq), origin, Instant.EPOCH, body);
    }
}
