package dev.parley.presence.redis.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class EntryValueTest {

    private static final ConversationId NEWS = new ConversationId("news");
    private static final Entry ENTRY = new Entry(
            NEWS,
            (1L << 53) - 1,
            UUID.fromString("01890000-0000-7000-8000-0123456789ab"),
            new Origin(new UserId("ada \ud83d\ude00"), new DeviceId("phone"), "key"),
            Instant.parse("2026-11-01T12:00:00.123Z"),
            new EntryBody.Posted(MessageBody.text("hello")));

    private static final Seal HMAC = Seal.by(new SecretKeySpec(new byte[16], "HmacSHA256"));
    private static final EntryValue VALUES = new EntryValue(Seal.CHECKSUM);

    @Test
    void anEntryIsReadAsItWasWritten() {
        Entry withoutDevice = new Entry(
                NEWS, 1, ENTRY.id(), new Origin(new UserId("ada"), null, "k"), ENTRY.time(), new EntryBody.Delete(1));
        for (Entry entry : List.of(ENTRY, withoutDevice)) {
            assertThat(VALUES.decode(NEWS, entry.seq(), VALUES.encode(entry))).contains(entry);
        }
    }

    @Test
    void anythingElseIsNone() {
        byte[] value = VALUES.encode(ENTRY);
        for (int length = 0; length < value.length; length++) {
            assertThat(VALUES.decode(NEWS, ENTRY.seq(), Arrays.copyOf(value, length)))
                    .isEmpty();
        }
        for (int bit = 0; bit < 8 * value.length; bit++) {
            byte[] other = value.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(VALUES.decode(NEWS, ENTRY.seq(), other)).isEmpty();
        }
        assertThat(VALUES.decode(NEWS, ENTRY.seq(), Arrays.copyOf(value, value.length + 1)))
                .isEmpty();
    }

    @Test
    void anEntryInTheWrongPlaceIsNone() {
        byte[] value = VALUES.encode(ENTRY);
        assertThat(VALUES.decode(NEWS, 1, value)).isEmpty();
        assertThat(VALUES.decode(new ConversationId("new"), ENTRY.seq(), value)).isEmpty();
    }

    @Test
    void whatIsSealedIsReadByWhoHasTheKey() {
        EntryValue sealed = new EntryValue(HMAC);
        byte[] value = sealed.encode(ENTRY);
        assertThat(sealed.decode(NEWS, ENTRY.seq(), value)).contains(ENTRY);
        assertThat(sealed.decode(new ConversationId("new"), ENTRY.seq(), value)).isEmpty();
        for (int bit = 0; bit < 8 * value.length; bit++) {
            byte[] other = value.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(sealed.decode(NEWS, ENTRY.seq(), other)).isEmpty();
        }
    }

    @Test
    void whatAnotherKeyOrNoneMadeIsNone() {
        EntryValue sealed = new EntryValue(HMAC);
        EntryValue other = new EntryValue(Seal.by(new SecretKeySpec(new byte[] {1, 2, 3}, "HmacSHA256")));
        List<EntryValue> all = List.of(VALUES, sealed, other);
        for (EntryValue writer : all) {
            for (EntryValue reader : all) {
                assertThat(reader.decode(NEWS, ENTRY.seq(), writer.encode(ENTRY))
                                .isPresent())
                        .isEqualTo(reader == writer);
            }
        }
    }

    /**
     * When this fails because an entry can say more than before, raise {@link EntryValue#FORM}, and write down here what it
     * can say now: else nodes of the version before would drop, in the cache, what they do not know.
     */
    @Test
    void theFormIsRaisedWithWhatEntriesCanSay() {
        assertThat(EntryValue.FORM).isEqualTo((byte) 1);
        Set<String> said = new TreeSet<>();
        for (Class<?> body : EntryBody.class.getPermittedSubclasses()) {
            describe(body, said);
        }
        assertThat(said)
                .containsExactly(
                        "ConversationKind [DIRECT, GROUP, CHANNEL]",
                        "Created kind title history members",
                        "Delete target",
                        "Edit target body",
                        "HistoryPolicy [JOINED, FULL]",
                        "MemberRemoved user",
                        "MemberSpec user role",
                        "MembersAdded members",
                        "MessageBody content mentions replyTo custom",
                        "Posted body",
                        "Reaction target emoji present",
                        "Renamed title",
                        "Role [OWNER, ADMIN, MEMBER]",
                        "RoleChanged user role",
                        "Unknown type",
                        "UserId value");
    }

    private static void describe(Type type, Set<String> said) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(each -> describe(each, said));
        } else if (type instanceof Class<?> record && record.isRecord()) {
            StringBuilder line = new StringBuilder(record.getSimpleName());
            for (RecordComponent component : record.getRecordComponents()) {
                line.append(' ').append(component.getName());
            }
            if (said.add(line.toString())) {
                Arrays.stream(record.getRecordComponents())
                        .forEach(component -> describe(component.getGenericType(), said));
            }
        } else if (type instanceof Class<?> values && values.isEnum()) {
            said.add(values.getSimpleName() + ' ' + Arrays.toString(values.getEnumConstants()));
        }
    }
}
