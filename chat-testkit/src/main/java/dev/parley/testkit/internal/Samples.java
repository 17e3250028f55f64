package dev.parley.testkit.internal;

import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.protocol.EntryCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Values that tests don't care about, each different from every other. */
public final class Samples {

    /**
     * Ends of ids that stores like to mix up: quotes, wildcards, escapes, case, spaces that some databases pad or trim,
     * accents that some collations fold, code points outside the basic plane.
     */
    public static final List<String> TRICKY_SUFFIXES = List.of(
            "x",
            "X",
            "x ",
            " x",
            "'",
            "''",
            "\"",
            "%",
            "_",
            "\\",
            "\\'",
            "%27",
            "a,b",
            "a;b",
            "{a}",
            "e\u0301",
            "\u00e9",
            "\u00c9",
            "ss",
            "\u00df",
            "\u0131",
            "i",
            "I",
            "\u0130",
            "\ud83d\ude00",
            "\uff5e",
            "\ud800\udc00",
            "\u200b",
            "-- ",
            "null");

    private static final long FIRST_MILLIS = 1_790_000_000_000L;
    private static final AtomicLong NEXT_MILLIS = new AtomicLong(FIRST_MILLIS);

    private Samples() {}

    public static ConversationId conversation() {
        return new ConversationId("c." + UUID.randomUUID());
    }

    public static UserId user() {
        return new UserId("u." + UUID.randomUUID());
    }

    public static DeviceId device() {
        return new DeviceId("d." + UUID.randomUUID());
    }

    public static String key() {
        return "k." + UUID.randomUUID();
    }

    /** A time in whole milliseconds, later than all before. */
    public static Instant time() {
        return Instant.ofEpochMilli(NEXT_MILLIS.getAndIncrement());
    }

    /** An id of version 7, higher than all before. */
    public static UUID id() {
        return new UUID(
                NEXT_MILLIS.getAndIncrement() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());
    }

    public static EntryBody.Posted text(String text) {
        return new EntryBody.Posted(MessageBody.text(text));
    }

    public static NewEntry entry(UserId sender, String key, EntryBody body) {
        return new NewEntry(id(), new Origin(sender, null, key), fingerprint(body), time(), body);
    }

    /** An entry of somebody, under a new key. */
    public static NewEntry entry(EntryBody body) {
        return entry(user(), key(), body);
    }

    /** A message of somebody, under a new key. */
    public static NewEntry message() {
        return entry(text("hello"));
    }

    public static String fingerprint(EntryBody body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(EntryCodec.encode(body));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The same intent, submitted once more: equal key and fingerprint, other id and time. */
    public static NewEntry retry(NewEntry entry) {
        return new NewEntry(id(), entry.origin(), entry.fingerprint(), time(), entry.body());
    }

    public static Append append(ConversationId conversation, NewEntry... entries) {
        return append(conversation, Expectation.ANY, entries);
    }

    public static Append append(ConversationId conversation, Expectation expectation, NewEntry... entries) {
        return new Append(conversation, expectation, List.of(entries));
    }

    /** Appends one batch and waits for its results. */
    public static List<AppendResult> commit(LogStore logs, Append... batch) {
        return Stages.await(logs.append(List.of(batch)));
    }

    /** Appends entries to one log, whatever it is like, in one append. */
    public static AppendResult commit(LogStore logs, ConversationId conversation, NewEntry... entries) {
        return commit(logs, append(conversation, entries)).get(0);
    }

    /** Appends as many messages, each of another sender. */
    public static void fill(LogStore logs, ConversationId conversation, int messages) {
        commit(
                logs,
                conversation,
                Stream.generate(Samples::message).limit(messages).toArray(NewEntry[]::new));
    }

    /** Everything that a log holds. */
    public static List<Entry> all(LogStore logs, ConversationId conversation) {
        return Stages.await(logs.read(conversation, 1, Long.MAX_VALUE, 1_000_000, RangeEnd.OLDEST));
    }

    public static List<String> keys(List<Entry> entries) {
        return entries.stream().map(entry -> entry.origin().key()).toList();
    }

    public static LogHead head(LogStore logs, ConversationId conversation) {
        return Objects.requireNonNull(
                Stages.await(logs.heads(List.of(conversation))).get(conversation), "heads leaves no one out");
    }
}
