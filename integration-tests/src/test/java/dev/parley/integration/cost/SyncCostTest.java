package dev.parley.integration.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Actor;
import dev.parley.core.ChatOptions;
import dev.parley.integration.authorisation.Caller;
import dev.parley.integration.authorisation.CountedStores;
import dev.parley.integration.sim.SimNet;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.view.ConversationSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A sync asks the stores the same whether its user has a handful of conversations or many, of whatever kind. */
class SyncCostTest {

    private static final int FEW = 2;
    private static final int MANY = 8;
    private static final Actor ADA = Actor.user("ada");
    private static final Actor ME = Actor.user("me");

    /** Everything that a sync can meet, so many times each. */
    private static final class World {

        private final CountedStores stores = new CountedStores();
        private final SimNet net;
        private final List<ConversationId> conversations = new ArrayList<>();
        private int keys;

        World(int times) {
            net = new SimNet(1, 1, ChatOptions.DEFAULT, stores.stores(), (who, codec, message, request) -> {});
            for (int i = 0; i < times; i++) {
                direct(i);
                group(HistoryPolicy.FULL, "ada", "me");
                say(reacted(group(HistoryPolicy.FULL, "ada", "me")));
                joinedLater(HistoryPolicy.JOINED);
                joinedLater(HistoryPolicy.FULL);
                left();
            }
        }

        private void direct(int number) {
            UserId other = new UserId("friend" + number);
            done(net.chat().messages().sendTo(Actor.user("friend" + number), ME.user(), key(), MessageBody.text("hi")));
            conversations.add(ConversationId.direct(other, ME.user()));
        }

        private ConversationId group(HistoryPolicy history, String owner, String... others) {
            List<MemberSpec> members = new ArrayList<>();
            for (String other : others) {
                members.add(new MemberSpec(new UserId(other), Role.MEMBER));
            }
            ConversationId id = done(net.chat()
                            .conversations()
                            .create(
                                    Actor.user(owner),
                                    new Command.Create(key(), ConversationKind.GROUP, "then", history, members)))
                    .conversation()
                    .id();
            conversations.add(id);
            say(id);
            return id;
        }

        private ConversationId reacted(ConversationId group) {
            for (int i = 0; i < 8; i++) {
                done(net.chat().messages().react(ADA, new Command.React(group, key(), 2, "" + i, true)));
            }
            return group;
        }

        private ConversationId joinedLater(HistoryPolicy history) {
            ConversationId id = group(history, "ada", "bob");
            MemberSpec me = new MemberSpec(ME.user(), Role.MEMBER);
            done(net.chat().conversations().addMembers(ADA, new Command.AddMembers(id, key(), List.of(me))));
            say(id);
            return id;
        }

        /** Its title and a message came when it was no longer for this user. */
        private void left() {
            ConversationId id = joinedLater(HistoryPolicy.JOINED);
            done(net.chat().conversations().removeMember(ME, new Command.RemoveMember(id, key(), ME.user())));
            done(net.chat().conversations().rename(ADA, new Command.Rename(id, key(), "now")));
            say(id);
        }

        void sayEverywhere() {
            conversations.forEach(id -> {
                if (!id.isDirect()) {
                    say(id);
                }
            });
        }

        private void say(ConversationId id) {
            done(net.chat().messages().send(ADA, id, key(), MessageBody.text("hello")));
        }

        Map<ConversationId, Long> heads() {
            return conversations.stream()
                    .map(id -> done(net.chat().conversations().show(ME, id)))
                    .collect(Collectors.toMap(row -> row.conversation().id(), ConversationSummary::head));
        }

        /** Which calls a sync makes, and how often; the answer is complete when they are taken. */
        Map<String, Long> sync(Map<ConversationId, Long> cursors) {
            Caller caller = Caller.signedIn(net, "me");
            net.pass(Duration.ofSeconds(1));
            stores.taken();
            String held = cursors.entrySet().stream()
                    .map(cursor -> "'" + cursor.getKey() + "':" + cursor.getValue())
                    .collect(Collectors.joining(","));
            caller.done("sync", "{'cursors':{" + held + "}}");
            net.pass(Duration.ofSeconds(1));
            assertThat(caller.heard("synced").size()).isEqualTo(conversations.size());
            assertThat(caller.heard("sync_done").size()).isEqualTo(1);
            return stores.taken().stream()
                    .collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()));
        }

        void restart() {
            net.nodes().get(0).kill(false);
            net.nodes().get(0).start();
        }

        private String key() {
            return "key" + keys++;
        }

        private <T> T done(CompletionStage<T> stage) {
            net.pass(Duration.ofMillis(100));
            return stage.toCompletableFuture().join();
        }
    }

    @Test
    void whoMissedNothingCostsTheSameWithManyConversations() {
        assertThat(nothingMissed(new World(MANY), false)).isEqualTo(nothingMissed(new World(FEW), false));
    }

    @Test
    void soItIsAfterARestart() {
        Map<String, Long> many = nothingMissed(new World(MANY), true);
        assertThat(many).isEqualTo(nothingMissed(new World(FEW), true));
        assertThat(many.values().stream().mapToLong(Long::longValue).sum()).isLessThan(20);
    }

    @Test
    void whoMissedSomethingEverywhereCostsTheSameWithManyConversations() {
        assertThat(somethingMissed(new World(MANY))).isEqualTo(somethingMissed(new World(FEW)));
    }

    @Test
    void whoHoldsNothingCostsTheSameWithManyConversations() {
        assertThat(new World(MANY).sync(Map.of())).isEqualTo(new World(FEW).sync(Map.of()));
    }

    /** The rosters are in memory after the first one, for everybody. */
    @Test
    void afterARestartARosterIsLoadedOnce() {
        World world = new World(FEW);
        Map<ConversationId, Long> heads = world.heads();
        world.restart();
        assertThat(world.sync(heads)).containsKeys("ConversationStore.find", "ConversationStore.members");
        assertThat(world.sync(heads)).doesNotContainKeys("ConversationStore.find", "ConversationStore.members");
    }

    /** Thousands come after a restart and read the same: the newest entries of what they are in. */
    @Test
    void afterARestartTheNewestEntriesAreReadOnce() {
        World world = new World(0);
        ConversationId group = world.group(HistoryPolicy.FULL, "ada", "me");
        world.reacted(group);
        Map<ConversationId, Long> heads = world.heads();
        world.restart();
        assertThat(world.sync(heads)).containsKey("LogStore.read");
        assertThat(world.sync(heads)).doesNotContainKeys("LogStore.read", "LogStore.modifications");
    }

    private static Map<String, Long> nothingMissed(World world, boolean restarted) {
        Map<ConversationId, Long> heads = world.heads();
        if (restarted) {
            world.restart();
        }
        return world.sync(heads);
    }

    private static Map<String, Long> somethingMissed(World world) {
        Map<ConversationId, Long> heads = world.heads();
        world.sayEverywhere();
        world.restart();
        return world.sync(heads);
    }
}
