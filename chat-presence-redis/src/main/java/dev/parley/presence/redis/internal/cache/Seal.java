package dev.parley.presence.redis.internal.cache;

import dev.parley.model.ConversationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** By what a value is known to be whole and in its place. Implementations are thread-safe. */
public interface Seal {

    /** Finds out damage, and nothing that was made on purpose. */
    Seal CHECKSUM = new Seal() {
        @Override
        public int length() {
            return Integer.BYTES;
        }

        @Override
        public byte[] of(ConversationId conversation, ByteBuffer content) {
            CRC32C sum = new CRC32C();
            sum.update(conversation.value().getBytes(StandardCharsets.UTF_8));
            sum.update(content);
            return ByteBuffer.allocate(length()).putInt((int) sum.getValue()).array();
        }
    };

    /** How many bytes it has. */
    int length();

    /** Of what a conversation's value holds. */
    byte[] of(ConversationId conversation, ByteBuffer content);

    /**
     * One that only who has the key can make: HMAC-SHA256, the first 128 bits of it (RFC 2104, section 5).
     *
     * @throws IllegalArgumentException when it is no key for that
     */
    static Seal by(SecretKey key) {
        Mac unused = mac(key);
        return new Seal() {
            @Override
            public int length() {
                return 16;
            }

            @Override
            public byte[] of(ConversationId conversation, ByteBuffer content) {
                byte[] id = conversation.value().getBytes(StandardCharsets.UTF_8);
                Mac mac = mac(key);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, id.length));
                mac.update(id);
                mac.update(content);
                return Arrays.copyOf(mac.doFinal(), length());
            }
        };
    }

    private static Mac mac(SecretKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key: " + key.getAlgorithm() + " (expected: one for HmacSHA256)", e);
        }
    }
}
