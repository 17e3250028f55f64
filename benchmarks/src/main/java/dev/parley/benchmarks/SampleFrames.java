package dev.parley.benchmarks;

import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.Marks;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import java.time.Instant;
import java.util.UUID;

/** One message as it travels: values of ordinary sizes. */
final class SampleFrames {

    private static final ConversationId CONVERSATION = new ConversationId("c.8sP0V6cQm3xk1Zb9");
    private static final UUID ID = UUID.fromString("019f0e3a-5c4d-7b21-9a3e-5d1c0b7f4e62");
    private static final UserId SENDER = new UserId("user-104223");
    private static final String KEY = "01K9ZQ4T7M2W8XJ5";
    private static final Instant TIME = Instant.ofEpochMilli(1_790_000_000_123L);
    private static final long SEQ = 48_211;

    private SampleFrames() {}

    static Frame send() {
        return new Frame.Request(71, new Command.Send(CONVERSATION, KEY, body()));
    }

    static Frame ack() {
        return new Frame.Ok(71, new Result.Ack(CONVERSATION, SEQ, ID, TIME));
    }

    static Frame entry() {
        Origin origin = new Origin(SENDER, new DeviceId("d-81f3a2"), KEY);
        return new Frame.Pushed(
                new Event.Appended(new Entry(CONVERSATION, SEQ, ID, origin, TIME, new EntryBody.Posted(body()))));
    }

    static Frame receipt() {
        return new Frame.Request(72, new Command.Receipt(CONVERSATION, SEQ, SEQ - 1, false));
    }

    static Frame marks() {
        return new Frame.Pushed(new Event.MarksGrew(CONVERSATION, SENDER, new Marks(SEQ, SEQ - 1, SEQ - 1)));
    }

    /** 200 bytes of text in an ordinary language, a few of them not ASCII. */
    static MessageBody body() {
        String text =
                "Gr\u00fc\u00dfe aus Z\u00fcrich! The train leaves at 17:42 from track 9, so let us meet below the "
                        + "big clock at half past five. I have the tickets; bring the map, and something to read for the way. "
                        + "See you there";
        return MessageBody.text(text);
    }
}
