package dev.parley.benchmarks.day;

import dev.parley.benchmarks.capacity.Traffic;
import dev.parley.core.Actor;
import dev.parley.core.Chat;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.view.ConversationSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Who is in which conversation: the users who are there today come first, and are in as many groups as all others. Confined
 * to the simulation's thread.
 */
final class DayPeople {

    private static final int AT_ONCE = 500;
    private static final int FRIENDS = 8;

    /** Sizes of groups, and how many of ten groups are of up to that size. */
    private static final int[][] SIZES = {{3, 10, 5}, {11, 30, 8}, {31, 100, 10}};

    /** Sizes of channels, as parts of all users. */
    private static final double[] CHANNELS = {0.5, 0.2, 0.1, 0.06};

    private final Random random;
    private final Function<CompletionStage<?>, Object> done;
    private final int all;
    private final int daily;
    private final List<List<ConversationId>> directs = new ArrayList<>();
    private final List<List<ConversationId>> groups = new ArrayList<>();
    private final List<ConversationId> channels = new ArrayList<>();
    private int keys;

    /**
     * Nobody is anywhere yet.
     *
     * @param traffic whom to sample
     * @param scale one of how many
     * @param random decides
     * @param done waits for what an engine does
     */
    DayPeople(Traffic traffic, int scale, Random random, Function<CompletionStage<?>, Object> done) {
        this.random = random;
        this.done = done;
        this.all = (int) (traffic.users() / scale);
        this.daily = (int) (traffic.daily() / scale);
        for (int i = 0; i < daily; i++) {
            directs.add(new ArrayList<>());
            groups.add(new ArrayList<>());
        }
    }

    static String name(int number) {
        return "user-" + number;
    }

    int daily() {
        return daily;
    }

    /** A conversation for a user to write to. */
    ConversationId direct(int user) {
        List<ConversationId> own = directs.get(user);
        return own.get(random.nextInt(own.size()));
    }

    /** A group of a user's, or somebody to write to if there is none. */
    ConversationId group(int user) {
        List<ConversationId> own = groups.get(user);
        return own.isEmpty() ? direct(user) : own.get(random.nextInt(own.size()));
    }

    List<ConversationId> channels() {
        return channels;
    }

    /** Makes everything, through an engine. */
    void settle(Chat chat) {
        for (int user = 0; user < daily; user++) {
            for (int i = 0; i < FRIENDS / 2; i++) {
                // Who writes to somebody is mostly written back to.
                int other = random.nextInt(10) < 7 ? random.nextInt(daily) : random.nextInt(all);
                if (other != user) {
                    Actor actor = Actor.user(name(user));
                    awaited(chat.conversations().openDirect(actor, new UserId(name(other))));
                    ConversationId id = ConversationId.direct(new UserId(name(user)), new UserId(name(other)));
                    directs.get(user).add(id);
                    if (other < daily) {
                        directs.get(other).add(id);
                    }
                }
            }
        }
        for (int i = 0; i < all / 5; i++) {
            int kind = random.nextInt(10);
            int[] size = SIZES[kind < SIZES[0][2] ? 0 : kind < SIZES[1][2] ? 1 : 2];
            group(chat, size[0] + random.nextInt(size[1] - size[0] + 1));
        }
        for (double part : CHANNELS) {
            channel(chat, (int) (all * part));
        }
    }

    private void group(Chat chat, int size) {
        Set<Integer> members = some(size);
        int owner = members.iterator().next();
        ConversationId id = make(chat, ConversationKind.GROUP, owner, members);
        members.stream()
                .filter(user -> user < daily)
                .forEach(user -> groups.get(user).add(id));
    }

    private void channel(Chat chat, int size) {
        Set<Integer> members = some(size);
        members.add(channels.size()); // posts; one of those who are there today
        channels.add(make(chat, ConversationKind.CHANNEL, channels.size(), members));
    }

    private Set<Integer> some(int size) {
        Set<Integer> members = new TreeSet<>();
        while (members.size() < Math.min(size, all)) {
            members.add(random.nextInt(all));
        }
        return members;
    }

    private ConversationId make(Chat chat, ConversationKind kind, int owner, Set<Integer> members) {
        Actor actor = Actor.user(name(owner));
        List<MemberSpec> others = members.stream()
                .filter(user -> user != owner)
                .map(user -> new MemberSpec(new UserId(name(user)), Role.MEMBER))
                .toList();
        List<MemberSpec> first = others.subList(0, Math.min(AT_ONCE, others.size()));
        ConversationSummary made = (ConversationSummary) awaited(chat.conversations()
                .create(actor, new Command.Create(key(), kind, "title", HistoryPolicy.FULL, first)));
        ConversationId id = made.conversation().id();
        for (int i = AT_ONCE; i < others.size(); i += AT_ONCE) {
            List<MemberSpec> some = others.subList(i, Math.min(others.size(), i + AT_ONCE));
            awaited(chat.conversations().addMembers(actor, new Command.AddMembers(id, key(), some)));
        }
        return id;
    }

    private Object awaited(CompletionStage<?> stage) {
        return done.apply(stage);
    }

    private String key() {
        return "settle" + keys++;
    }
}
