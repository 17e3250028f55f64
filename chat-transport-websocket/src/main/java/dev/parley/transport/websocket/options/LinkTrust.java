package dev.parley.transport.websocket.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * By what connection nodes and engine nodes know each other: a secret that they share, and certificates. Immutable.
 */
public final class LinkTrust {

    /** A key of HMAC-SHA-256 that is shorter would be the weak part (RFC 2104, section 3). */
    private static final int LEAST = 32;

    private final byte[] secret;
    private final @Nullable TlsFiles own;
    private final @Nullable Path trusted;

    private LinkTrust(byte[] secret, @Nullable TlsFiles own, @Nullable Path trusted) {
        if (secret.length < LEAST) {
            throw new IllegalArgumentException("secret: " + secret.length + " bytes (expected: " + LEAST + " or more)");
        }
        this.secret = secret.clone();
        this.own = own;
        this.trusted = trusted;
    }

    /**
     * By a secret, over TLS in which each side shows a certificate. An engine node's must name the host that it is connected to
     * by.
     *
     * @param secret at least 32 random bytes, the same for all nodes
     * @param own the certificate of this node
     * @param trusted the certificates, in PEM, that those of the other nodes are signed by
     * @return the trust
     */
    public static LinkTrust tls(byte[] secret, TlsFiles own, Path trusted) {
        return new LinkTrust(secret, own, trusted);
    }

    /**
     * By a secret alone: everything that clients say, their tokens too, can be read and changed by whoever is on the way. For
     * tests, and for a network in which something else encrypts.
     *
     * @param secret at least 32 random bytes, the same for all nodes
     * @return the trust
     */
    public static LinkTrust withoutTls(byte[] secret) {
        return new LinkTrust(secret, null, null);
    }

    /**
     * The secret.
     *
     * @return a copy
     */
    public byte[] secret() {
        return secret.clone();
    }

    /**
     * The certificate of this node.
     *
     * @return where it is, or null without TLS
     */
    public @Nullable TlsFiles own() {
        return own;
    }

    /**
     * Whom the other nodes' certificates must be signed by.
     *
     * @return where those certificates are, or null without TLS
     */
    public @Nullable Path trusted() {
        return trusted;
    }

    /** Leaves out the secret: this text may end up in logs. */
    @Override
    public String toString() {
        return own == null ? "LinkTrust[without TLS]" : "LinkTrust[" + own + ", " + trusted + "]";
    }
}
