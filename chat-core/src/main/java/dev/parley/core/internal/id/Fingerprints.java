package dev.parley.core.internal.id;

import dev.parley.model.EntryBody;
import dev.parley.protocol.EntryCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether two entries under one key mean the same: the SHA-256 of what was submitted. */
public final class Fingerprints {

    private Fingerprints() {}

    /** The fingerprint of a body as its client submitted it. */
    public static String of(EntryBody submitted) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(EntryCodec.encode(submitted));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
