package dev.parley.model;

import dev.parley.model.internal.Ids;
import dev.parley.model.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The id of a conversation: an opaque string. Immutable.
 *
 * @param value 1 to 128 characters, none of them a control character or a lone surrogate
 */
public record ConversationId(String value) implements Comparable<ConversationId> {

    public ConversationId {
        Ids.check("conversation id", value);
    }

    /** What the id of every direct conversation starts with; no host may choose an id that does. */
    private static final String DIRECT_PREFIX = "dm.";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /**
     * The id of the direct conversation of two users: the same whoever asks, so creating it twice makes one.
     *
     * @param one a user
     * @param other the other user; may equal {@code one} (notes to oneself)
     * @return {@code dm.} and the SHA-256 of the ordered pair, in unpadded base64url
     */
    public static ConversationId direct(UserId one, UserId other) {
        boolean ordered = one.value().compareTo(other.value()) <= 0;
        String first = (ordered ? one : other).value();
        String second = (ordered ? other : one).value();
        byte[] pair = (first.length() + ":" + first + second).getBytes(StandardCharsets.UTF_8);
        return new ConversationId(DIRECT_PREFIX + BASE64.encodeToString(Sha256.of(pair)));
    }

    /**
     * The id of the conversation that a user creates with an idempotency key: a retry names the same conversation.
     *
     * @param creator who creates it
     * @param key the idempotency key of the creation
     * @return {@code c.} and 144 bits of a SHA-256, in base64url
     */
    public static ConversationId created(UserId creator, String key) {
        byte[] seed =
                ("created:" + creator.value().length() + ":" + creator.value() + key).getBytes(StandardCharsets.UTF_8);
        return new ConversationId("c." + BASE64.encodeToString(Arrays.copyOf(Sha256.of(seed), 18)));
    }

    /**
     * Tells whether this is the id of a direct conversation.
     *
     * @return true when {@link #direct} made it
     */
    public boolean isDirect() {
        return value.startsWith(DIRECT_PREFIX);
    }

    @Override
    public int compareTo(ConversationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
