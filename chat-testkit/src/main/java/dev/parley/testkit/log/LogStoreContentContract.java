package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.all;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.fingerprint;
import static dev.parley.testkit.internal.Samples.id;
import static dev.parley.testkit.internal.Samples.key;
import static dev.parley.testkit.internal.Samples.text;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.testkit.store.StoresUnderTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule 50 of {@link LogStore}: what comes out is what went in, at every limit. Implementations are thread-safe. */
public interface LogStoreContentContract extends StoresUnderTest {

    /** Every byte, as plain and as encrypted content, and no byte at all. */
    @Test
    default void rule50_everyByteValueComesBack() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        comesBack(new EntryBody.Posted(MessageBody.of(Content.of("application/octet-stream", bytes))));
        comesBack(new EntryBody.Posted(MessageBody.of(Content.encrypted("application/x-sealed", bytes))));
        comesBack(new EntryBody.Posted(MessageBody.of(Content.of("image/" + "x".repeat(121), new byte[0]))));
    }

    /** The longest text, in which each character takes four bytes; and text with every awkward character. */
    @Test
    default void rule50_textOfAHundredThousandCharactersComesBack() {
        comesBack(text("\ud83d\ude00".repeat(100_000)));
        comesBack(text("\u0000\u0001\n\r\t\u001f\u007f\u2028\ufeff\uffff" + String.join("", TRICKY_SUFFIXES)));
    }

    /** Everything that stands beside the content. */
    @Test
    default void rule50_metadataComesBack() {
        List<UserId> mentions = Stream.generate(() -> user()).limit(50).toList();
        Map<String, String> custom =
                Map.of("", "empty key", "k'\"%\\", "v\u0000\ud83d\ude00", "long", "y".repeat(4_000));
        MessageBody body = new MessageBody(Content.text("hello"), mentions, 1L, custom);
        comesBack(new EntryBody.Posted(body));
        comesBack(new EntryBody.Edit(1, body));
    }

    /** Every kind of entry. */
    @Test
    default void rule50_everyKindOfEntryComesBack() {
        List<MemberSpec> members = Stream.of(Role.values())
                .map(role -> new MemberSpec(user(), role))
                .toList();
        for (ConversationKind kind : ConversationKind.values()) {
            comesBack(new EntryBody.Created(kind, null, HistoryPolicy.JOINED, members));
        }
        comesBack(new EntryBody.Created(
                ConversationKind.GROUP, "title \ud83d\ude00 '\"%", HistoryPolicy.FULL, List.of()));
        comesBack(new EntryBody.Renamed("\ud83d\ude00".repeat(100)));
        comesBack(new EntryBody.MembersAdded(members));
        comesBack(new EntryBody.MemberRemoved(user()));
        comesBack(new EntryBody.RoleChanged(user(), Role.OWNER));
        comesBack(new EntryBody.Reaction(1, "\ud83d\udc4d\ud83c\udfff", true));
        comesBack(new EntryBody.Reaction(1, "x".repeat(64), false));
        comesBack(new EntryBody.Delete(Long.MAX_VALUE >> 11));
    }

    /** Ids at their limits: as long as is allowed, in every script, with everything that needs escaping. */
    @Test
    default void rule50_idsAtTheirLimitsComeBack() {
        LogStore logs = stores().logs();
        for (String suffix : TRICKY_SUFFIXES) {
            String unique = UUID.randomUUID().toString();
            String filling = "\ud83d\ude00".repeat((128 - unique.length() - suffix.length()) / 2);
            String longest = unique + filling + suffix;
            ConversationId conversation = new ConversationId(longest);
            Origin origin = new Origin(new UserId(longest), new DeviceId(longest), unique + "\u00e9".repeat(27) + "'");
            NewEntry entry = new NewEntry(id(), origin, fingerprint(text("x")), Instant.ofEpochMilli(1), text("x"));
            commit(logs, conversation, entry);
            assertThat(all(logs, conversation)).containsExactly(stored(conversation, entry));
            assertThat(await(logs.find(conversation, origin.sender(), origin.key())))
                    .contains(stored(conversation, entry));
        }
    }

    /** Times to the millisecond, in any century; ids of any version. */
    @Test
    default void rule50_timesAndIdsComeBack() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        List<Instant> times = List.of(
                Instant.EPOCH,
                Instant.ofEpochMilli(1),
                Instant.ofEpochMilli(-1),
                Instant.parse("2026-03-29T01:30:00.123Z"),
                Instant.parse("2026-10-25T00:30:00.999Z"),
                Instant.parse("2400-02-29T23:59:59.999Z"));
        List<UUID> ids = List.of(new UUID(-1, -1), new UUID(0, 0), new UUID(Long.MIN_VALUE, 1), id(), id(), id());
        List<Entry> expected = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            NewEntry entry = new NewEntry(
                    ids.get(i), new Origin(user(), null, key()), fingerprint(text("x")), times.get(i), text("x"));
            commit(logs, conversation, entry);
            expected.add(new Entry(conversation, i + 1L, entry.id(), entry.origin(), entry.time(), entry.body()));
        }
        assertThat(all(logs, conversation)).isEqualTo(expected);
    }

    private void comesBack(EntryBody body) {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        NewEntry entry = entry(body);
        commit(logs, conversation, entry);
        assertThat(all(logs, conversation)).containsExactly(stored(conversation, entry));
    }

    private static Entry stored(ConversationId conversation, NewEntry entry) {
        return new Entry(conversation, 1, entry.id(), entry.origin(), entry.time(), entry.body());
    }
}
