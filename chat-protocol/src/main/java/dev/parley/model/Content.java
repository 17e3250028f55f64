package dev.parley.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a message says: opaque bytes and their media type. The server looks inside only where a feature that the host
 * turned on needs it, and never inside encrypted content. Immutable, as long as nobody writes to the shared array.
 */
public final class Content {

    /** The media type of plain text, whose bytes are UTF-8. */
    public static final String TEXT = "text/plain";

    private final String mediaType;
    private final byte[] bytes;
    private final boolean encrypted;

    private Content(String mediaType, byte[] bytes, boolean encrypted) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.encrypted = encrypted;
    }

    /**
     * Plain text.
     *
     * @param text the text
     * @return content of type {@value #TEXT}
     */
    public static Content text(String text) {
        return new Content(TEXT, text.getBytes(StandardCharsets.UTF_8), false);
    }

    /**
     * Content of any type.
     *
     * @param mediaType the media type (RFC 6838), 1 to 127 characters
     * @param bytes the bytes, which the content takes over: the caller no longer writes to the array
     * @return the content
     */
    public static Content of(String mediaType, byte[] bytes) {
        return new Content(mediaType, bytes, false);
    }

    /**
     * Content that only the recipients can read. It passes through byte for byte and is never inspected, previewed or
     * logged.
     *
     * @param mediaType the media type of the encrypted envelope
     * @param bytes the ciphertext, which the content takes over
     * @return the content
     */
    public static Content encrypted(String mediaType, byte[] bytes) {
        return new Content(mediaType, bytes, true);
    }

    /**
     * The media type.
     *
     * @return for example {@value #TEXT}
     */
    public String mediaType() {
        return mediaType;
    }

    /**
     * The bytes.
     *
     * @return the shared array: read it, do not write to it
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Tells whether the bytes are ciphertext.
     *
     * @return true when the sender said so
     */
    public boolean isEncrypted() {
        return encrypted;
    }

    /**
     * Tells whether this is text that the server may read.
     *
     * @return true for unencrypted {@value #TEXT}
     */
    public boolean isText() {
        return !encrypted && TEXT.equals(mediaType);
    }

    /**
     * The bytes as UTF-8 text.
     *
     * @return the text
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that
                && encrypted == that.encrypted
                && mediaType.equals(that.mediaType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * mediaType.hashCode() + Arrays.hashCode(bytes);
    }

    /** Names the type and size, never the content: this text ends up in logs. */
    @Override
    public String toString() {
        return "Content[" + mediaType + ", " + bytes.length + " bytes" + (encrypted ? ", encrypted]" : "]");
    }
}
