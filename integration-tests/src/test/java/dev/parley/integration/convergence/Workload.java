package dev.parley.integration.convergence;

import dev.parley.client.ParleyClient;
import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
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

    private final List<SimDevice> devices;
    private final Random random;
    private int said;

    /** What one step does; its number is in what it says. */
    Workload(List<SimDevice> devices, int step, Random random) {
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
        switch (random.nextInt(8)) {
            case 0, 1 -> device.noted(client.messages().sendTo(user(), body()));
            case 2 -> client.conversations().openDirect(user());
            case 3, 4, 5 ->
                client.conversations()
                        .create(
                                random.nextInt(5) == 0 ? ConversationKind.CHANNEL : ConversationKind.GROUP,
                                "Group " + ++said,
                                random.nextBoolean() ? HistoryPolicy.JOINED : HistoryPolicy.FULL,
                                List.of(new MemberSpec(user(), Role.MEMBER), new MemberSpec(user(), role())));
            case 6 -> client.account().block(user(), random.nextInt(4) == 0);
            default -> client.account().watch(new HashSet<>(List.of(user(), user())));
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
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> device.noted(client.messages().send(conversation, body()));
            case 5, 6 -> device.noted(client.messages().edit(conversation, target, body()));
            case 7 -> device.noted(client.messages().delete(conversation, target));
            case 8, 9, 10 ->
                device.noted(client.messages()
                        .react(conversation, target, EMOJI[random.nextInt(EMOJI.length)], random.nextInt(3) > 0));
            case 11, 12 -> client.conversations().markRead(conversation, target, random.nextInt(3) == 0);
            case 13 -> client.conversations().markRead(conversation, last, random.nextInt(3) == 0);
            case 14 -> client.messages().loadOlder(conversation, 1 + random.nextInt(10));
            default -> client.conversations().typing(conversation, random.nextBoolean());
        }
    }

    private void govern(SimDevice device, ConversationSummary row) {
        ParleyClient client = device.client();
        ConversationId conversation = row.conversation().id();
        switch (random.nextInt(9)) {
            case 0, 1 -> device.noted(client.conversations().rename(conversation, "Title " + ++said));
            case 2, 3 -> device.noted(client.members().add(conversation, List.of(new MemberSpec(user(), role()))));
            case 4 -> device.noted(client.members().remove(conversation, user()));
            case 5 -> device.noted(client.members().remove(conversation, new UserId(device.user)));
            case 6 -> device.noted(client.members().changeRole(conversation, user(), role()));
            default ->
                client.conversations()
                        .configure(
                                conversation,
                                new ConversationSettings(
                                        random.nextBoolean() ? Instant.ofEpochMilli(1_900_000_000_000L + ++said) : null,
                                        random.nextBoolean()));
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
