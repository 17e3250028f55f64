package dev.parley.model.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), without asking the providers each time. Thread-safe. */
public final class Sha256 {

    private static final Pool<MessageDigest> DIGESTS = new Pool<>(Sha256::make);

    private Sha256() {}

    /** The 32 bytes of the hash. */
    public static byte[] of(byte[] bytes) {
        MessageDigest digest = DIGESTS.take();
        byte[] hash = digest.digest(bytes); // which resets it
        DIGESTS.give(digest);
        return hash;
    }

    private static MessageDigest make() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
