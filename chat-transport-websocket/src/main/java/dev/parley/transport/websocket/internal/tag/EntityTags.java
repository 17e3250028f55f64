package dev.parley.transport.websocket.internal.tag;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Entity tags by content (RFC 9110, section 8.8.3). Stateless. */
public final class EntityTags {

    /** Bits that no two contents share by chance. */
    private static final int BYTES = 15;

    private EntityTags() {}

    /**
     * The tag of a content.
     *
     * @param content the bytes
     * @return a strong tag, in its quotes
     */
    public static String of(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Whether a client says that it holds a content; tags are compared weakly (RFC 9110, section 13.1.2).
     *
     * @param ifNoneMatch the request's header, maybe empty
     * @param tag the content's tag
     * @return whether it need not be sent
     */
    public static boolean held(String ifNoneMatch, String tag) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::trim)
                .anyMatch(held -> held.equals(tag) || held.equals("W/" + tag) || held.equals("*"));
    }
}
