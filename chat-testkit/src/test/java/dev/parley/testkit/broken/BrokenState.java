package dev.parley.testkit.broken;

import dev.parley.core.Stores;
import dev.parley.core.spi.state.ConversationStore;
import dev.parley.core.spi.state.DeviceStore;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.InboxRow;
import dev.parley.core.spi.state.InboxStore;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.core.spi.state.MarkStore;
import dev.parley.core.spi.state.Membership;
import dev.parley.core.spi.state.UserDevice;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import dev.parley.testkit.state.ConversationStoreContract;
import dev.parley.testkit.state.DeviceStoreContract;
import dev.parley.testkit.state.InboxStoreContract;
import dev.parley.testkit.state.MarkStoreContract;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSettings;
import dev.parley.view.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Marks, inboxes and devices with one fault each. */
final class BrokenState {

    private BrokenState() {}

    /** The last advance wins, so that marks move back. */
    static final class MarksMoveBack extends BrokenStore implements MarkStoreContract, MarkStore {

        private final Map<List<Object>, Marks> last = new ConcurrentHashMap<>();

        @Override
        public Stores stores() {
            return working.with(this);
        }

        @Override
        public CompletionStage<List<MarkChange>> advance(List<MarkAdvance> advances) {
            List<MarkChange> changes = new ArrayList<>();
            for (MarkAdvance advance : advances) {
                Marks before = last.put(List.of(advance.user(), advance.conversation()), advance.marks());
                changes.add(new MarkChange(before == null ? Marks.NONE : before, advance.marks()));
            }
            return CompletableFuture.completedStage(changes);
        }

        @Override
        public CompletionStage<Map<ConversationId, Marks>> ofUser(
                UserId user, Collection<ConversationId> conversations) {
            Map<ConversationId, Marks> found = new HashMap<>();
            for (ConversationId conversation : conversations) {
                Marks marks = last.get(List.of(user, conversation));
                if (marks != null) {
                    found.put(conversation, marks);
                }
            }
            return CompletableFuture.completedStage(found);
        }

        @Override
        public CompletionStage<Map<UserId, Marks>> ofConversation(
                ConversationId conversation, Collection<UserId> users) {
            Map<UserId, Marks> found = new HashMap<>();
            for (UserId user : users) {
                Marks marks = last.get(List.of(user, conversation));
                if (marks != null) {
                    found.put(user, marks);
                }
            }
            return CompletableFuture.completedStage(found);
        }

        @Override
        public CompletionStage<Map<ConversationId, Long>> ofDevice(
                UserId user, DeviceId device, Collection<ConversationId> conversations) {
            return working.marks().ofDevice(user, device, conversations);
        }
    }

    /** Looks for every user in every conversation, as a query with two lists does. */
    static final class MixesUsers extends BrokenStore implements MarkStoreContract, MarkStore {

        @Override
        public Stores stores() {
            return working.with(this);
        }

        @Override
        public CompletionStage<List<MarkChange>> advance(List<MarkAdvance> advances) {
            return working.marks().advance(advances);
        }

        @Override
        public CompletionStage<Map<ConversationId, Marks>> ofUser(
                UserId user, Collection<ConversationId> conversations) {
            return working.marks().ofUser(user, conversations);
        }

        @Override
        public CompletionStage<Map<UserId, Marks>> ofConversation(
                ConversationId conversation, Collection<UserId> users) {
            return working.marks().ofConversation(conversation, users);
        }

        @Override
        public CompletionStage<Map<ConversationId, Map<UserId, Marks>>> ofConversations(
                Map<ConversationId, ? extends Collection<UserId>> users) {
            Set<UserId> all = new HashSet<>();
            users.values().forEach(all::addAll);
            Map<ConversationId, Set<UserId>> mixed = new HashMap<>();
            users.keySet().forEach(conversation -> mixed.put(conversation, all));
            return working.marks().ofConversations(mixed);
        }

        @Override
        public CompletionStage<Map<ConversationId, Long>> ofDevice(
                UserId user, DeviceId device, Collection<ConversationId> conversations) {
            return working.marks().ofDevice(user, device, conversations);
        }
    }

    /** Shares one limit among all conversations, as a query without a limit for each does. */
    static final class SharesALimit extends BrokenStore implements ConversationStoreContract, ConversationStore {

        @Override
        public Stores stores() {
            return working.with(this);
        }

        @Override
        public CompletionStage<Void> save(Conversation conversation, List<Membership> memberships) {
            return working.conversations().save(conversation, memberships);
        }

        @Override
        public CompletionStage<Map<ConversationId, Conversation>> find(Collection<ConversationId> conversations) {
            return working.conversations().find(conversations);
        }

        @Override
        public CompletionStage<Map<ConversationId, List<Membership>>> memberships(
                UserId user, Collection<ConversationId> conversations) {
            return working.conversations().memberships(user, conversations);
        }

        @Override
        public CompletionStage<List<Membership>> members(
                ConversationId conversation, Optional<UserId> after, int limit) {
            return working.conversations().members(conversation, after, limit);
        }

        @Override
        public CompletionStage<Map<ConversationId, List<Membership>>> members(
                Collection<ConversationId> conversations, int limit) {
            return working.conversations().members(conversations, limit).thenApply(found -> {
                Map<ConversationId, List<Membership>> cut = new HashMap<>();
                int left = limit;
                for (ConversationId each : conversations) {
                    List<Membership> all = found.getOrDefault(each, List.of());
                    cut.put(each, all.subList(0, Math.min(left, all.size())));
                    left -= cut.get(each).size();
                }
                return cut;
            });
        }
    }

    /** Pages by the page's number instead of its last row: rows that move shift the rest. */
    static final class InboxPagesByOffset extends BrokenStore implements InboxStoreContract, InboxStore {

        private int served;

        @Override
        public Stores stores() {
            return working.with(this);
        }

        @Override
        public CompletionStage<Void> bump(List<InboxBump> bumps) {
            return working.inboxes().bump(bumps);
        }

        @Override
        public CompletionStage<List<InboxRow>> page(UserId user, Optional<InboxRow> after, int limit) {
            served = after.isEmpty() ? 0 : served;
            int skip = served;
            return working.inboxes()
                    .page(user, Optional.empty(), Integer.MAX_VALUE)
                    .thenApply(rows -> {
                        List<InboxRow> page =
                                rows.stream().skip(skip).limit(limit).toList();
                        served += page.size();
                        return page;
                    });
        }

        @Override
        public CompletionStage<Map<ConversationId, InboxRow>> rows(
                UserId user, Collection<ConversationId> conversations) {
            return working.inboxes().rows(user, conversations);
        }

        @Override
        public CompletionStage<Void> configure(
                UserId user, ConversationId conversation, ConversationSettings settings) {
            return working.inboxes().configure(user, conversation, settings);
        }
    }

    /** Counts first and registers afterwards, as if nobody else did. */
    static final class DeviceLimitIsNotAtomic extends BrokenStore implements DeviceStoreContract, DeviceStore {

        private final Map<UserId, CountDownLatch> countedByUser = new ConcurrentHashMap<>();

        @Override
        public Stores stores() {
            return working.with(this);
        }

        @Override
        public CompletionStage<Registered> register(UserId user, Device device, int most) {
            return list(user).thenCompose(devices -> {
                boolean known = devices.stream().anyMatch(other -> other.id().equals(device.id()));
                if (!known && devices.size() >= most) {
                    return CompletableFuture.completedStage(Registered.refused(Registration.TOO_MANY));
                }
                letOthersCount(user);
                return working.devices().register(user, device, Integer.MAX_VALUE);
            });
        }

        /** Makes what happens sometimes happen always: four have counted before the first of them registers. */
        private void letOthersCount(UserId user) {
            CountDownLatch counted = countedByUser.computeIfAbsent(user, id -> new CountDownLatch(4));
            counted.countDown();
            try {
                // Whoever comes alone waits in vain, and goes on.
                boolean ignored = counted.await(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public CompletionStage<List<Device>> list(UserId user) {
            return working.devices().list(user);
        }

        @Override
        public CompletionStage<Void> revoke(UserId user, DeviceId device) {
            return working.devices().revoke(user, device);
        }

        @Override
        public CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> devices) {
            return working.devices().revoked(devices);
        }
    }

    /** Tells when a device was registered by the clock of whoever registers it. */
    static final class RegistrationsFollowTheClock extends BrokenStore implements DeviceStoreContract, DeviceStore {

        @Override
        public Stores stores() {
            return working.with(this);
        }

        @Override
        public CompletionStage<Registered> register(UserId user, Device device, int most) {
            return working.devices()
                    .register(user, device, most)
                    .thenApply(answer -> new Registered(answer.registration(), device.lastSeenAt()));
        }

        @Override
        public CompletionStage<List<Device>> list(UserId user) {
            return working.devices().list(user);
        }

        @Override
        public CompletionStage<Void> revoke(UserId user, DeviceId device) {
            return working.devices().revoke(user, device);
        }

        @Override
        public CompletionStage<Set<UserDevice>> revoked(Collection<UserDevice> devices) {
            return working.devices().revoked(devices);
        }
    }
}
