package dev.parley.client;

import static dev.parley.client.fake.World.ADA;
import static dev.parley.client.fake.World.BOB;
import static dev.parley.client.fake.World.C1;
import static dev.parley.client.fake.World.C2;
import static dev.parley.client.fake.World.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.client.fake.World;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.MessageBody;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import dev.parley.view.Presence;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says, as a client takes it that is in the middle of its work. */
class ServerFramesFuzzTest {

    static Stream<byte[]> messages() {
        return Stream.of(
                events(new Event.Appended(said(C1, 4)), new Event.Appended(said(C1, 5))),
                events(new Event.Appended(said(C1, 9)), new Event.Hint(C1, 12)),
                events(new Event.Appended(World.entry(C1, 4, BOB, "e", new EntryBody.Delete(2)))),
                events(new Event.Appended(
                        World.entry(C1, 4, BOB, "e", new EntryBody.Edit(2, MessageBody.text("better"))))),
                events(new Event.Appended(World.entry(C1, 4, BOB, "e", new EntryBody.Reaction(2, "+", true)))),
                events(new Event.Appended(World.entry(C1, 4, BOB, "e", new EntryBody.MemberRemoved(ADA)))),
                events(World.synced(C2, 1, 2), World.synced(C1, 7, 9), new Event.SyncDone(true)),
                events(new Event.InboxChanged(World.summary(C2, 8))),
                events(new Event.MarksGrew(C1, BOB, new Marks(3, 2, 2)), new Event.TypingChanged(C1, BOB, true, 5000)),
                events(new Event.PresenceChanged(new Presence(BOB, true, Instant.EPOCH)), new Event.Ping()),
                events(new Event.GoingAway(500)),
                replies(id -> new Frame.Ok(id, World.ack(C1, 4))),
                replies(id -> new Frame.Ok(id, new Result.Page(World.page(C1, 1, 3, 3, false)))),
                replies(id -> new Frame.Failed(id, new WireError("rate_limited", "", true, 100L))),
                replies(id -> new Frame.Failed(id, new WireError("not_found", "", false, null))));
    }

    private static byte[] events(Event... events) {
        return bytes(Stream.of(events).map(Frame.Pushed::new));
    }

    /** An answer to whatever the client has asked. */
    private static byte[] replies(java.util.function.LongFunction<Frame> reply) {
        return bytes(LongStream.rangeClosed(1, 6).mapToObj(reply));
    }

    private static byte[] bytes(Stream<? extends Frame> frames) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        frames.forEach(frame -> message.writeBytes(FrameCodec.CBOR.encode(frame)));
        return message.toByteArray();
    }

    /** Nothing throws, and no entry is shown twice or behind a later one. */
    @MethodSource("messages")
    @FuzzTest
    void whateverTheServerSaysTheClientGoesOn(byte[] message) {
        World world = new World();
        world.goLive(World.synced(C1, 1, 3));
        world.client.messages().send(C1, MessageBody.text("hi"));
        world.loop.run();

        world.server.say(message);
        world.loop.advance(60_000);

        assertThat(world.failures).isEmpty();
        Map<String, Long> shown = new HashMap<>();
        for (String entry : List.copyOf(world.entries)) {
            String[] parts = entry.replace(" backlog", "").split("#(?=[0-9]+$)", 2);
            long seq = Long.parseLong(parts[1]);
            if (!world.heard.contains("reset " + parts[0])) {
                assertThat(seq).isGreaterThan(shown.getOrDefault(parts[0], 0L));
            }
            shown.put(parts[0], seq);
        }
    }
}
