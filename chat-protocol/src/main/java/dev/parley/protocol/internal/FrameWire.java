package dev.parley.protocol.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.parley.model.EntryBody;
import dev.parley.model.internal.Pool;
import dev.parley.model.internal.Utf8;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** One encoding of the frames: JSON lines (RFC 8259) or a CBOR sequence (RFC 8742) of the same model. */
public final class FrameWire {

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(12)
            .maxNumberLength(40)
            .maxStringLength(2_000_000)
            .maxNameLength(1_000)
            .build();

    private final JsonFactory factory;
    private final boolean lines;
    private final Pool<Encoder> encoders;
    private final Pool<Tape> tapes = new Pool<>(Tape::new);

    private FrameWire(TSFBuilder<?, ?> builder, boolean lines) {
        this.factory = builder.streamReadConstraints(CONSTRAINTS)
                // Canonical names stay on: without them Jackson decodes UTF-8 leniently.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        this.lines = lines;
        this.encoders = new Pool<>(() -> new Encoder(factory));
    }

    /**
     * JSON, frames separated by a line feed.
     *
     * @return the encoding
     */
    public static FrameWire json() {
        return new FrameWire(
                new JsonFactoryBuilder()
                        .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                        .rootValueSeparator((String) null),
                true);
    }

    /**
     * CBOR, frames one after the other.
     *
     * @return the encoding
     */
    public static FrameWire cbor() {
        return new FrameWire(CBORFactory.builder(), false);
    }

    /**
     * Encodes one frame.
     *
     * @param frame the frame
     * @return its bytes, without a separator
     */
    public byte[] encode(Frame frame) {
        return write(frame, FrameWire::frame);
    }

    private static void frame(FieldWriter out, Frame frame) {
        if (frame instanceof Frame.Request request) {
            out.nonZero("id", request.id());
            CommandWire.KINDS.write(out, request.command());
        } else if (frame instanceof Frame.Ok ok) {
            out.nonZero("id", ok.id());
            AnswerWire.RESULTS.write(out, ok.result());
        } else if (frame instanceof Frame.Failed failed) {
            out.nonZero("id", failed.id());
            out.object("error", failed.error(), AnswerWire::error);
        } else if (frame instanceof Frame.Pushed pushed) {
            AnswerWire.EVENTS.write(out, pushed.event());
        } else {
            throw new IllegalArgumentException("not for the wire: " + frame.getClass());
        }
    }

    /**
     * Decodes what a client sent.
     *
     * @param bytes one or several frames
     * @return requests, and an {@link Frame.Unreadable} for each frame that is none; after bytes that are not even
     *     well-formed, the last one
     */
    public List<Frame> requests(byte[] bytes) {
        List<Frame> frames = new ArrayList<>(2);
        try {
            read(bytes, CommandWire.KINDS::knows, (id, name, fields) -> frames.add(request(id, name, fields)));
        } catch (ChatException e) {
            frames.add(new Frame.Unreadable(0, WireError.of(e)));
        }
        return frames;
    }

    /**
     * Decodes what a server sent. Results and events that this version does not know are skipped or marked so.
     *
     * @param bytes one or several frames
     * @return replies and events
     * @throws ChatException with {@link ErrorCode#BAD_REQUEST} when the bytes are no frames
     */
    public List<Frame> answers(byte[] bytes) {
        List<Frame> frames = new ArrayList<>(2);
        try {
            read(bytes, FrameWire::knowsAnswer, (id, name, fields) -> frames.add(answer(id, name, fields)));
        } catch (ChatException e) {
            // Text that is no Unicode is its writer's fault in a request; in an answer it only says: no frame.
            throw e.code() == ErrorCode.BAD_REQUEST
                    ? e
                    : malformed(WireError.of(e).message());
        }
        return frames;
    }

    /**
     * Encodes what an entry does, for stores.
     *
     * @param body the body
     * @return its bytes
     */
    public byte[] encodeBody(EntryBody body) {
        return write(body, ModelWire::body);
    }

    /**
     * Decodes what {@link #encodeBody} made, now or in any earlier or later version.
     *
     * @param bytes the bytes
     * @return the body
     * @throws ChatException with {@link ErrorCode#INTERNAL} when no version wrote them
     */
    public EntryBody decodeBody(byte[] bytes) {
        try (JsonParser parser = factory.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("not an object");
            }
            Tape tape = tapes.take();
            tape.read(parser, bytes, lines);
            EntryBody body = ModelWire.body(new Fields("body", tape, 0));
            giveBack(tape);
            return body;
        } catch (IOException | ChatException e) {
            throw new ChatException(ErrorCode.INTERNAL, "a stored entry body that no version wrote", e);
        }
    }

    private static Frame request(long id, String name, Fields fields) {
        try {
            Command command = CommandWire.KINDS.read(name, fields);
            if (command == null) {
                ChatException unknown = new ChatException(ErrorCode.UNKNOWN_COMMAND, "no such command");
                return new Frame.Unreadable(id, WireError.of(unknown));
            }
            return new Frame.Request(id, command);
        } catch (ChatException e) {
            return new Frame.Unreadable(id, WireError.of(e));
        }
    }

    private static boolean knowsAnswer(String name) {
        return name.equals("error") || AnswerWire.RESULTS.knows(name) || AnswerWire.EVENTS.knows(name);
    }

    private static Frame answer(long id, String name, Fields fields) {
        if (name.equals("error")) {
            return new Frame.Failed(id, AnswerWire.error(fields));
        }
        if (id == 0) {
            Event event = AnswerWire.EVENTS.read(name, fields);
            return new Frame.Pushed(event == null ? new Event.Unknown(name) : event);
        }
        Result result = AnswerWire.RESULTS.read(name, fields);
        return new Frame.Ok(id, result == null ? new Result.Done() : result);
    }

    @FunctionalInterface
    private interface FrameReader {
        void read(long id, String name, Fields fields);
    }

    private void read(byte[] bytes, Predicate<String> known, FrameReader reader) {
        if (!(lines ? Utf8.isValid(bytes) : CborText.isUtf8(bytes))) {
            throw malformed("text that is not UTF-8");
        }
        Tape tape = tapes.take();
        try (JsonParser parser = factory.createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw malformed("a frame is an object");
                }
                tape.read(parser, bytes, lines);
                readFrame(tape, known, reader);
            }
            giveBack(tape);
        } catch (JsonProcessingException e) {
            throw malformed(problem(e));
        } catch (IOException e) {
            throw malformed("unreadable bytes");
        }
    }

    /** What is wrong, without what was sent: the parser's own words may repeat it. */
    private static String problem(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return e.getOriginalMessage(); // figures only
        }
        String words = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        String what = words.startsWith(Tape.DUPLICATE) ? Tape.DUPLICATE : "not well-formed";
        return e.getLocation() == null
                ? what
                : what + ", near byte " + e.getLocation().getByteOffset();
    }

    private static void readFrame(Tape tape, Predicate<String> known, FrameReader reader) {
        int idAt = tape.find(0, "id");
        Object id = idAt < 0 ? null : tape.value(idAt);
        if (id != null && !(id instanceof Long number && number > 0 && number <= Fields.MAX_INTEGER)) {
            throw malformed("id: not an integer from 1 to 2^53 - 1");
        }
        String name = null;
        int fields = 0;
        for (int at = 1; at < tape.end(0); at = tape.end(at)) {
            String member = tape.name(at);
            if (member != null && tape.value(at) == Tape.Holder.OBJECT && (name == null || known.test(member))) {
                name = member;
                fields = at;
                if (known.test(name)) {
                    break; // a member of a later version may stand before it
                }
            }
        }
        if (name == null) {
            throw malformed("a frame has one member that names what it is, and that is an object");
        }
        reader.read(id instanceof Long number ? number : 0, name, new Fields(name, tape, fields));
    }

    private void giveBack(Tape tape) {
        if (tape.clear()) {
            tapes.give(tape);
        }
    }

    private static ChatException malformed(String problem) {
        return new ChatException(ErrorCode.BAD_REQUEST, "frame: " + problem);
    }

    private <T> byte[] write(T value, BiConsumer<FieldWriter, T> writer) {
        Encoder encoder = encoders.take();
        byte[] bytes = encoder.encode(value, writer);
        encoders.give(encoder);
        return bytes;
    }

    /**
     * Tells whether frames are separated by line feeds.
     *
     * @return true for JSON
     */
    public boolean lines() {
        return lines;
    }
}
