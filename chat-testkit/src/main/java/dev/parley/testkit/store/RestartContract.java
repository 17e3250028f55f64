package dev.parley.testkit.store;

import static dev.parley.testkit.internal.Samples.all;
import static dev.parley.testkit.internal.Samples.append;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.device;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.head;
import static dev.parley.testkit.internal.Samples.id;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.retry;
import static dev.parley.testkit.internal.Samples.time;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Stores;
import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Duplicate;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.state.DeviceStore.Registration;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.Membership;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.Marks;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.view.Conversation;
import dev.parley.view.ConversationSettings;
import dev.parley.view.Device;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What stores that outlive a process still hold afterwards: logs (rules 22 and 32), and what is kept beside them.
 * Implementations are thread-safe.
 */
public interface RestartContract extends StoresUnderTest {

    /**
     * Closes the stores and opens them again over the same data; {@link #stores} returns the new ones from now on.
     */
    void restart();

    /** Entries, seqs, state and keys. */
    @Test
    default void rule32_logsAndKeysOutliveARestart() {
        ConversationId conversation = conversation();
        NewEntry renamed = entry(new EntryBody.Renamed("title"));
        NewEntry sent = message();
        commit(stores().logs(), append(conversation, renamed), append(conversation, sent));
        List<Entry> stored = all(stores().logs(), conversation);
        restart();
        assertThat(all(stores().logs(), conversation)).isEqualTo(stored);
        assertThat(head(stores().logs(), conversation)).isEqualTo(new LogHead(2, 1));
        assertThat(commit(stores().logs(), conversation, retry(sent))).isEqualTo(new Duplicate(stored.get(1)));
        assertThat(commit(stores().logs(), conversation, message())).isEqualTo(new Appended(3));
    }

    /** Conversations, members, inboxes, marks, devices, blocks. */
    @Test
    default void rule22_whatIsKeptBesideTheLogsOutlivesARestart() {
        UserId user = user();
        UserId other = user();
        DeviceId revoked = device();
        Device device = new Device(device(), "phone", time(), time());
        ConversationId id = conversation();
        Conversation conversation = new Conversation(id, ConversationKind.GROUP, "title", HistoryPolicy.FULL, 1, 1);
        Membership member = new Membership(id, user, 1, 1, Membership.OPEN, Role.OWNER, 1);
        ConversationSettings settings = new ConversationSettings(time(), true);
        Stores before = stores();
        await(before.conversations().save(conversation, List.of(member)));
        await(before.inboxes().bump(List.of(new InboxBump(user, id, 1, id()))));
        await(before.inboxes().configure(user, id, settings));
        await(before.marks().advance(List.of(new MarkAdvance(user, device.id(), id, new Marks(3, 2, 1)))));
        await(before.devices().register(user, device, 5));
        await(before.devices().revoke(user, revoked));
        await(before.blocks().set(user, other, true));
        restart();
        Stores after = stores();
        assertThat(await(after.conversations().find(List.of(id)))).isEqualTo(Map.of(id, conversation));
        assertThat(await(after.conversations().members(id, Optional.empty(), 9)))
                .containsExactly(member);
        assertThat(await(after.inboxes().page(user, Optional.empty(), 9)))
                .singleElement()
                .satisfies(row -> assertThat(row.settings()).isEqualTo(settings));
        assertThat(await(after.marks().ofUser(user, List.of(id)))).isEqualTo(Map.of(id, new Marks(3, 2, 1)));
        assertThat(await(after.marks().ofDevice(user, device.id(), List.of(id))))
                .isEqualTo(Map.of(id, 3L));
        assertThat(await(after.devices().list(user))).containsExactly(device);
        assertThat(await(after.devices().register(user, new Device(revoked, "", time(), time()), 5))
                        .registration())
                .isEqualTo(Registration.REVOKED);
        assertThat(await(after.blocks().list(user))).containsExactly(other);
    }
}
