package dev.parley.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.Message;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.view.EntryPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a command asks for and what its entry shows are said in the same words. */
class ParleyEntriesTest {

    private static final ConversationId GROUP = new ConversationId("c.group");
    private static final UserId ADA = new UserId("ada");
    private static final MessageBody BODY = MessageBody.text("hi");
    private static final List<MemberSpec> BOB = List.of(new MemberSpec(new UserId("bob"), Role.MEMBER));

    private static Entry entry(EntryBody body) {
        return new Entry(GROUP, 5, new UUID(1, 2), new Origin(ADA, null, "k"), Instant.EPOCH, body);
    }

    @Test
    void commandAndEntrySayTheSame() {
        Map<Command, EntryBody> pairs = Map.of(
                new Command.Send(GROUP, "k", BODY), new EntryBody.Posted(BODY),
                new Command.Edit(GROUP, "k", 3, BODY), new EntryBody.Edit(3, BODY),
                new Command.Delete(GROUP, "k", 3), new EntryBody.Delete(3),
                new Command.React(GROUP, "k", 3, "x", false), new EntryBody.Reaction(3, "x", false),
                new Command.Rename(GROUP, "k", "title"), new EntryBody.Renamed("title"),
                new Command.AddMembers(GROUP, "k", BOB), new EntryBody.MembersAdded(BOB),
                new Command.RemoveMember(GROUP, "k", ADA), new EntryBody.MemberRemoved(ADA),
                new Command.ChangeRole(GROUP, "k", ADA, Role.ADMIN), new EntryBody.RoleChanged(ADA, Role.ADMIN));
        pairs.forEach((command, body) -> {
            Operation.Write write = ParleyEntries.write(command).orElseThrow();
            assertThat(ParleyEntries.entry(entry(body))).contains(new LogEntry(5, "ada", "k", write.change()));
            assertThat(write.conversation()).isEqualTo("c.group");
            assertThat(write.key()).isEqualTo("k");
        });
    }

    @Test
    void whatAppendsNothingIsNoWrite() {
        assertThat(ParleyEntries.write(new Command.Ping())).isEmpty();
        assertThat(ParleyEntries.write(new Command.SendTo(ADA, "k", BODY))).isEmpty();
        assertThat(ParleyEntries.entry(entry(new EntryBody.Unknown("later")))).isEmpty();
    }

    @Test
    void whatIsSentToAUserIsWrittenToTheConversationOfThePair() {
        UserId bob = new UserId("bob");
        Operation.Write write =
                ParleyEntries.write(bob, new Command.SendTo(ADA, "k", BODY)).orElseThrow();
        assertThat(write.conversation())
                .isEqualTo(ConversationId.direct(ADA, bob).value());
        assertThat(write.change()).isEqualTo(Change.message("hi"));
        assertThat(ParleyEntries.write(bob, new Command.Send(GROUP, "k", BODY)))
                .isEqualTo(ParleyEntries.write(new Command.Send(GROUP, "k", BODY)));
        assertThat(ParleyEntries.write(bob, new Command.Ping())).isEmpty();
    }

    @Test
    void aDeletedMessageSaysNothing() {
        Message message = Message.of(entry(new EntryBody.Posted(BODY)));
        assertThat(ParleyEntries.entry(message).change()).isEqualTo(Change.message("hi"));
        Message deleted = new Message(message.posted(), 0, 6, List.of(), 6);
        assertThat(ParleyEntries.entry(new EntryPage.Said(deleted))
                        .orElseThrow()
                        .change())
                .isEqualTo(Change.message(null));
    }

    @Test
    void theFirstEntryNamesMembersAndPolicy() {
        EntryBody created = new EntryBody.Created(ConversationKind.GROUP, "t", HistoryPolicy.FULL, BOB);
        assertThat(ParleyEntries.entry(new EntryPage.Happened(entry(created)))
                        .orElseThrow()
                        .change())
                .isEqualTo(Change.created(List.of("bob"), true));
    }

    @Test
    void longOrForeignContentIsToldByItsDigest() {
        String text = "x".repeat(100_000);
        String one = content(Content.text(text));
        assertThat(one).hasSizeLessThan(120).isEqualTo(content(Content.text(text)));
        assertThat(one).isNotEqualTo(content(Content.text(text + "x")));
        byte[] bytes = {1, 2};
        assertThat(content(Content.of("a/b", bytes)))
                .isNotEqualTo(content(Content.encrypted("a/b", bytes)))
                .isNotEqualTo(content(Content.of("a/c", bytes)));
    }

    private static String content(Content content) {
        String said = ParleyEntries.entry(Message.of(entry(new EntryBody.Posted(MessageBody.of(content)))))
                .change()
                .content();
        return said == null ? "" : said;
    }
}
