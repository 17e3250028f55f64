package dev.parley.transport.websocket.internal.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that both sides know the secret, without telling it: HMAC-SHA-256 (RFC 2104) over all that was said so far, and by
 * whom. Immutable.
 */
public final class Proof {

    /** How long nonces and proofs are. */
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Who proves: so that nobody can send a proof back to whom it came from. Immutable. */
    public enum Side {
        /** The connection node. */
        CONNECTION,
        /** The engine node. */
        ENGINE
    }

    private final SecretKeySpec key;

    /**
     * Proofs by a secret.
     *
     * @param secret the secret
     */
    public Proof(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * Something that was never said before.
     *
     * @return random bytes
     */
    public static byte[] nonce() {
        byte[] nonce = new byte[BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /**
     * The proof of one side.
     *
     * @param side who proves
     * @param hello what the connection node said, its nonce in it
     * @param answer what the engine node said, its nonce in it
     * @return the proof
     */
    public byte[] of(Side side, byte[] hello, byte[] answer) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(("parley link " + side.name() + '\n').getBytes(StandardCharsets.US_ASCII));
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(hello.length).array());
            mac.update(hello);
            mac.update(answer);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /**
     * Checks the other side's proof, in a time that does not tell how much of it is right.
     *
     * @param side whose proof it is
     * @param hello what the connection node said
     * @param answer what the engine node said
     * @param proof the proof
     * @throws LinkViolation when it is none
     */
    public void check(Side side, byte[] hello, byte[] answer, byte[] proof) {
        if (!MessageDigest.isEqual(of(side, hello, answer), proof)) {
            throw new LinkViolation("the secrets differ");
        }
    }
}
