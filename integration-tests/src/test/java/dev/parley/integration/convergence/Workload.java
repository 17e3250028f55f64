package dev.parley.integration.convergence;

import dev.parley.client.ParleyClient;
import dev.parley.integration.sim.SimNet;
import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.view.ConversationSettings;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Users who do everything that users do, at random, on networks that come and go. Confined to the test's thread. */
final class Workload {

    static final List<String> USERS = List.of("ada", "bob", "cyd", "dan");

    private static final List<Role> ROLES = List.of(Role.OWNER, Role.ADMIN, Role.MEMBER);
    private static final String[] EMOJI = {"\uD83D\uDC4D", "\u2764", "\uD83D\uDE80"};

    private final SimNet net;
    private final List<SimDevice> devices;
    private final Random random;
    private int said;

    /** What one step does; its number is in what it says. */
    Workload(SimNet net, List<SimDevice> devices, int step, Random random) {
        this.net = net;
        this.devices = devices;
        this.random = random;
        said = step * 10;
    }

    void step() {
        SimDevice device = devices.get(random.nextInt(devices.size()));
        int what = random.nextInt(100);
        if (what < 12) {
            network(device);
        } else if (what < 24) {
            people(device);
        } else {
            Optional<ConversationSummary> conversation = conversation(device.client());
            if (conversation.isEmpty()) {
                people(device);
            } else if (what < 72) {
                talk(device, conversation.get().conversation().id());
            } else {
                govern(device, conversation.get());
            }
        }
    }

    private Optional<ConversationSummary> conversation(ParleyClient client) {
        List<ConversationSummary> known = client.conversations().list();
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(random.nextInt(known.size())));
    }

    private void network(SimDevice device) {
        switch (random.nextInt(8)) {
            case 0, 1 -> device.access.cut();
            case 2, 3 -> device.access.up(false);
            case 4, 5 -> {
                device.access.up(true);
                device.access.slow(false);
            }
            case 6 -> device.access.slow(true);
            default -> device.restart();
        }
    }

    private void people(SimDevice device) {
        ParleyClient client = device.client();
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                UserId to = user();
                MessageBody body = body();
                device.write(() -> client.messages().sendTo(to, body));
            }
            case 2 -> {
                UserId other = user();
                device.ledger().open(device.self, other, client.conversations().openDirect(other));
            }
            case 3, 4, 5 -> create(device);
            case 6, 7 -> {
                UserId other = user();
                boolean blocked = random.nextInt(4) > 0;
                device.ledger()
                        .blocks()
                        .change(device.user, other, blocked, client.account().block(other, blocked));
            }
            case 8 -> revoke(device);
            default -> ask(device);
        }
    }

    private void create(SimDevice device) {
        ConversationKind kind = random.nextInt(5) == 0 ? ConversationKind.CHANNEL : ConversationKind.GROUP;
        String title = "Group " + ++said;
        HistoryPolicy policy = random.nextBoolean() ? HistoryPolicy.JOINED : HistoryPolicy.FULL;
        List<MemberSpec> others = List.of(new MemberSpec(user(), Role.MEMBER), new MemberSpec(user(), role()));
        List<String> users =
                others.stream().map(member -> member.user().value()).toList();
        device.ledger()
                .create(
                        device.self,
                        net,
                        users,
                        () -> device.client().conversations().create(kind, title, policy, others));
    }

    /** Revokes a device of the same user, maybe the very one that asks. */
    private void revoke(SimDevice device) {
        List<SimDevice> own =
                devices.stream().filter(each -> each.user.equals(device.user)).toList();
        DeviceId target = own.get(random.nextInt(own.size())).id;
        device.ledger().revocations().revoke(target, device.client().account().revoke(target));
    }

    /** What changes nothing. */
    private void ask(SimDevice device) {
        ParleyClient client = device.client();
        switch (random.nextInt(5)) {
            case 0 -> client.account().watch(new HashSet<>(List.of(user(), user())));
            case 1 -> device.ledger().revocations().list(client.account().devices());
            case 2 -> client.account().blocked();
            case 3 -> client.conversations().unread();
            default -> client.conversations().page(Optional.empty(), 1 + random.nextInt(5));
        }
    }

    private void talk(SimDevice device, ConversationId conversation) {
        ParleyClient client = device.client();
        List<Long> messages = new ArrayList<>();
        long last = 0;
        for (EntryPage.Item item : client.messages().timeline(conversation).items()) {
            last = item.seq();
            if (item instanceof EntryPage.Said) {
                messages.add(item.seq());
            }
        }
        long target = messages.isEmpty() ? 1 : messages.get(random.nextInt(messages.size()));
        MessageBody body = body();
        String emoji = EMOJI[random.nextInt(EMOJI.length)];
        boolean coin = random.nextInt(3) > 0;
        switch (random.nextInt(18)) {
            case 0, 1, 2, 3, 4 -> device.write(() -> client.messages().send(conversation, body));
            case 5, 6 -> device.write(() -> client.messages().edit(conversation, target, body));
            case 7 -> device.write(() -> client.messages().delete(conversation, target));
            case 8, 9, 10 -> device.write(() -> client.messages().react(conversation, target, emoji, coin));
            case 11, 12 -> client.conversations().markRead(conversation, target, !coin);
            case 13 -> client.conversations().markRead(conversation, last, !coin);
            case 14 -> client.messages().loadOlder(conversation, 1 + random.nextInt(10));
            case 15 -> read(device, conversation, last);
            case 16 -> {
                client.conversations().marks(conversation);
                client.members().list(conversation, Optional.empty(), 1 + random.nextInt(5));
            }
            default -> client.conversations().typing(conversation, coin);
        }
    }

    private void read(SimDevice device, ConversationId conversation, long last) {
        int limit = 1 + random.nextInt(20);
        Command.History query = random.nextBoolean()
                ? new Command.History(conversation, null, random.nextLong(last + 1), null, limit)
                : new Command.History(conversation, null, null, null, limit);
        device.ledger().read(device.self, query, device.client().messages().history(query));
    }

    private void govern(SimDevice device, ConversationSummary row) {
        ParleyClient client = device.client();
        ConversationId conversation = row.conversation().id();
        UserId user = user();
        Role role = role();
        String title = "Title " + ++said;
        Instant until = random.nextBoolean() ? Instant.ofEpochMilli(1_900_000_000_000L + said) : null;
        boolean pinned = random.nextBoolean();
        switch (random.nextInt(9)) {
            case 0, 1 -> device.write(() -> client.conversations().rename(conversation, title));
            case 2, 3 -> device.write(() -> client.members().add(conversation, List.of(new MemberSpec(user, role))));
            case 4 -> device.write(() -> client.members().remove(conversation, user));
            case 5 -> device.write(() -> client.members().remove(conversation, new UserId(device.user)));
            case 6 -> device.write(() -> client.members().changeRole(conversation, user, role));
            default -> client.conversations().configure(conversation, new ConversationSettings(until, pinned));
        }
    }

    private MessageBody body() {
        String text = "text " + ++said + " " + "x".repeat(random.nextInt(8) == 0 ? 500 : 3);
        List<UserId> mentions = random.nextInt(4) == 0 ? List.of(user()) : List.of();
        Content content = random.nextInt(8) == 0
                ? Content.encrypted("application/mls", new byte[] {1, 2, (byte) said})
                : Content.text(text);
        Map<String, String> custom = random.nextInt(6) == 0 ? Map.of("order", "n" + said) : Map.of();
        return new MessageBody(content, mentions, random.nextInt(8) == 0 ? 1L : null, custom);
    }

    private UserId user() {
        return new UserId(USERS.get(random.nextInt(USERS.size())));
    }

    private Role role() {
        return ROLES.get(random.nextInt(ROLES.size()));
    }
}
