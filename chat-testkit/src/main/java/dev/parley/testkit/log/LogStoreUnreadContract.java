package dev.parley.testkit.log;

import static dev.parley.testkit.internal.Samples.TRICKY_SUFFIXES;
import static dev.parley.testkit.internal.Samples.commit;
import static dev.parley.testkit.internal.Samples.conversation;
import static dev.parley.testkit.internal.Samples.entry;
import static dev.parley.testkit.internal.Samples.fill;
import static dev.parley.testkit.internal.Samples.key;
import static dev.parley.testkit.internal.Samples.message;
import static dev.parley.testkit.internal.Samples.text;
import static dev.parley.testkit.internal.Samples.user;
import static dev.parley.testkit.internal.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.EntryBody;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.testkit.store.StoresUnderTest;
import dev.parley.view.Unread;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule 53 of {@link LogStore}: unread is counted, never kept. Implementations are thread-safe. */
public interface LogStoreUnreadContract extends StoresUnderTest {

    /** From behind the mark up to the end of the range. */
    @Test
    default void rule53_messagesInTheRangeCount() {
        ConversationId conversation = conversation();
        fill(stores().logs(), conversation, 10);
        assertThat(unread(user(), conversation, 0, 10)).isEqualTo(new Unread(10, 0, false));
        assertThat(unread(user(), conversation, 4, 10)).isEqualTo(new Unread(6, 0, false));
        assertThat(unread(user(), conversation, 4, 7)).isEqualTo(new Unread(3, 0, false));
        assertThat(unread(user(), conversation, 4, Long.MAX_VALUE)).isEqualTo(new Unread(6, 0, false));
        assertThat(unread(user(), conversation, 9, 10)).isEqualTo(new Unread(1, 0, false));
    }

    /** Nothing behind the mark, or a range that ends before it starts. */
    @Test
    default void rule53_anEmptyRangeCountsNothing() {
        ConversationId conversation = conversation();
        fill(stores().logs(), conversation, 3);
        assertThat(unread(user(), conversation, 3, 3)).isEqualTo(Unread.NONE);
        assertThat(unread(user(), conversation, 3, 99)).isEqualTo(Unread.NONE);
        assertThat(unread(user(), conversation, 2, 1)).isEqualTo(Unread.NONE);
        assertThat(unread(user(), conversation, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Unread.NONE);
    }

    /** One's own don't count, the system's do. */
    @Test
    default void rule53_ownMessagesDoNotCount() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        UserId user = user();
        commit(logs, conversation, entry(user, key(), text("mine")), message());
        commit(logs, conversation, entry(user, key(), mentioning(user)));
        commit(logs, conversation, entry(UserId.SYSTEM, key(), text("welcome")));
        assertThat(unread(user, conversation, 0, 99)).isEqualTo(new Unread(2, 0, false));
    }

    /** Only messages count. */
    @Test
    default void rule53_otherEntriesDoNotCount() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        UserId user = user();
        commit(
                logs,
                conversation,
                message(),
                entry(new EntryBody.Renamed("title")),
                entry(new EntryBody.MembersAdded(List.of(new MemberSpec(user, Role.MEMBER)))),
                entry(new EntryBody.RoleChanged(user, Role.ADMIN)),
                entry(new EntryBody.Reaction(1, "+1", true)),
                entry(new EntryBody.Edit(1, MessageBody.text("new"))),
                entry(new EntryBody.MemberRemoved(user())));
        assertThat(unread(user, conversation, 0, 99)).isEqualTo(new Unread(1, 0, false));
    }

    /** A deleted message doesn't count, wherever its delete stands. */
    @Test
    default void rule53_deletedMessagesDoNotCount() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        UserId user = user();
        commit(logs, conversation, message(), entry(mentioning(user)), message());
        assertThat(unread(user, conversation, 0, 3)).isEqualTo(new Unread(3, 1, false));
        commit(logs, conversation, entry(new EntryBody.Delete(2)));
        assertThat(unread(user, conversation, 0, 3)).isEqualTo(new Unread(2, 0, false));
        assertThat(unread(user, conversation, 0, 4)).isEqualTo(new Unread(2, 0, false));
        commit(logs, conversation, entry(new EntryBody.Delete(2)), entry(new EntryBody.Delete(3)));
        assertThat(unread(user, conversation, 1, 99)).isEqualTo(Unread.NONE);
    }

    /** Mentions are those of the message as it was posted. */
    @Test
    default void rule53_mentionsCountAsPosted() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        UserId user = user();
        commit(logs, conversation, entry(mentioning(user)), entry(mentioning(user())), message());
        commit(logs, conversation, entry(mentioning(user(), user, user())));
        assertThat(unread(user, conversation, 0, 99)).isEqualTo(new Unread(4, 2, false));
        commit(logs, conversation, entry(new EntryBody.Edit(1, MessageBody.text("no longer"))));
        commit(logs, conversation, entry(new EntryBody.Edit(3, mentioning(user).body())));
        assertThat(unread(user, conversation, 0, 99)).isEqualTo(new Unread(4, 2, false));
    }

    /** Encrypted messages count, and so do their cleartext mentions. */
    @Test
    default void rule53_encryptedMessagesCount() {
        ConversationId conversation = conversation();
        UserId user = user();
        Content sealed = Content.encrypted("application/x-sealed", new byte[] {1, 2, 3});
        EntryBody body = new EntryBody.Posted(new MessageBody(sealed, List.of(user), null, Map.of()));
        commit(stores().logs(), conversation, entry(body));
        assertThat(unread(user, conversation, 0, 99)).isEqualTo(new Unread(1, 1, false));
    }

    /** A user is not mentioned because somebody with a similar id is. */
    @Test
    default void rule53_mentionsOfUsersWithSimilarIdsDoNotCount() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        String stem = "u" + UUID.randomUUID();
        List<UserId> alike = Stream.concat(Stream.of(""), TRICKY_SUFFIXES.stream())
                .map(suffix -> new UserId(stem + suffix))
                .toList();
        for (UserId user : alike) {
            commit(logs, conversation, entry(mentioning(user)));
        }
        for (UserId user : alike) {
            assertThat(unread(user, conversation, 0, 999))
                    .as("unread of %s", user)
                    .isEqualTo(new Unread(alike.size(), 1, false));
        }
    }

    /** Counting stops at the cap, and says so. */
    @Test
    default void rule53_countingStopsAtTheCap() {
        LogStore logs = stores().logs();
        ConversationId conversation = conversation();
        UserId user = user();
        for (int i = 0; i < 6; i++) {
            commit(logs, conversation, entry(mentioning(user)), entry(user, key(), text("mine")));
        }
        assertThat(unread(user, new UnreadRange(conversation, 0, 99, 7))).isEqualTo(new Unread(6, 6, false));
        assertThat(unread(user, new UnreadRange(conversation, 0, 99, 6))).isEqualTo(new Unread(6, 6, true));
        assertThat(unread(user, new UnreadRange(conversation, 0, 99, 5))).isEqualTo(new Unread(5, 5, true));
        assertThat(unread(user, new UnreadRange(conversation, 0, 99, 1))).isEqualTo(new Unread(1, 1, true));
    }

    /** One count for each range, in order, also of one conversation twice. */
    @Test
    default void rule53_everyRangeHasItsCountInOrder() {
        LogStore logs = stores().logs();
        ConversationId one = conversation();
        ConversationId two = conversation();
        UserId user = user();
        fill(logs, one, 5);
        fill(logs, two, 3);
        commit(logs, two, entry(mentioning(user)));
        assertThat(await(logs.unread(
                        user,
                        List.of(
                                new UnreadRange(two, 1, 99, 100),
                                new UnreadRange(conversation(), 0, 99, 100),
                                new UnreadRange(one, 0, 99, 100),
                                new UnreadRange(two, 0, 2, 100),
                                new UnreadRange(one, 2, 99, 2)))))
                .containsExactly(
                        new Unread(3, 1, false),
                        Unread.NONE,
                        new Unread(5, 0, false),
                        new Unread(2, 0, false),
                        new Unread(2, 0, true));
    }

    private Unread unread(UserId user, ConversationId conversation, long after, long upTo) {
        return unread(user, new UnreadRange(conversation, after, upTo, 1_000));
    }

    private Unread unread(UserId user, UnreadRange range) {
        return await(stores().logs().unread(user, List.of(range))).get(0);
    }

    private static EntryBody.Posted mentioning(UserId... users) {
        return new EntryBody.Posted(new MessageBody(Content.text("hey"), List.of(users), null, Map.of()));
    }
}
