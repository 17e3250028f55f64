package dev.parley.protocol.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.parley.model.EntryBody;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.Event;
import dev.parley.protocol.Frame;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    private FrameWire(TSFBuilder<?, ?> builder, boolean lines) {
        this.factory = builder.streamReadConstraints(CONSTRAINTS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Canonical names stay on: without them Jackson decodes UTF-8 leniently.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        this.lines = lines;
    }

    /**
     * JSON, frames separated by a line feed.
     *
     * @return the encoding
     */
    public static FrameWire json() {
        return new FrameWire(JsonFactory.builder().disable(JsonReadFeature.ALLOW_JAVA_COMMENTS), true);
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
        return bytes(out -> out.object(() -> {
            if (frame instanceof Frame.Request request) {
                out.nonZero("id", request.id());
                CommandWire.KINDS.write(out, request.command());
            } else if (frame instanceof Frame.Ok ok) {
                out.nonZero("id", ok.id());
                AnswerWire.RESULTS.write(out, ok.result());
            } else if (frame instanceof Frame.Failed failed) {
                out.nonZero("id", failed.id());
                AnswerWire.error(out, failed.error());
            } else if (frame instanceof Frame.Pushed pushed) {
                AnswerWire.EVENTS.write(out, pushed.event());
            } else {
                throw new IllegalArgumentException("not for the wire: " + frame.getClass());
            }
        }));
    }

    /**
     * Decodes what a client sent.
     *
     * @param bytes one or several frames
     * @return requests, and an {@link Frame.Unreadable} for each frame that is none; after bytes that are not even
     *     well-formed, the last one
     */
    public List<Frame> requests(byte[] bytes) {
        List<Frame> frames = new ArrayList<>();
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
        List<Frame> frames = new ArrayList<>();
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
        return bytes(out -> out.object(() -> ModelWire.body(out, body)));
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
            return ModelWire.body(new Fields("body", TreeReader.object(parser)));
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
        if (!(lines ? Utf8.isValid(bytes) : Utf8.isValidInCbor(bytes))) {
            throw malformed("text that is not UTF-8");
        }
        try (JsonParser parser = factory.createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw malformed("a frame is an object");
                }
                readFrame(TreeReader.object(parser), known, reader);
            }
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
        String what = words.startsWith("Duplicate field") ? "a member comes twice" : "not well-formed";
        return e.getLocation() == null
                ? what
                : what + ", near byte " + e.getLocation().getByteOffset();
    }

    private static void readFrame(Map<String, @Nullable Object> frame, Predicate<String> known, FrameReader reader) {
        Object id = frame.remove("id");
        if (id != null && !(id instanceof Long number && number > 0 && number <= Fields.MAX_INTEGER)) {
            throw malformed("id: not an integer from 1 to 2^53 - 1");
        }
        String name = null;
        for (Map.Entry<String, @Nullable Object> member : frame.entrySet()) {
            if (member.getValue() instanceof Map && (name == null || known.test(member.getKey()))) {
                name = member.getKey();
                if (known.test(name)) {
                    break; // a member of a later version may stand before it
                }
            }
        }
        if (name == null || !(frame.get(name) instanceof Map<?, ?> fields)) {
            throw malformed("a frame has one member that names what it is, and that is an object");
        }
        reader.read(id instanceof Long number ? number : 0, name, fields(name, fields));
    }

    @SuppressWarnings("unchecked") // TreeReader makes maps with string keys only
    private static Fields fields(String path, Map<?, ?> values) {
        return new Fields(path, (Map<String, @Nullable Object>) values);
    }

    private static ChatException malformed(String problem) {
        return new ChatException(ErrorCode.BAD_REQUEST, "frame: " + problem);
    }

    @FunctionalInterface
    private interface Writing {
        void to(FieldWriter out);
    }

    private byte[] bytes(Writing writing) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = factory.createGenerator(target)) {
            writing.to(new FieldWriter(generator));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the target is memory
        }
        return target.toByteArray();
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
