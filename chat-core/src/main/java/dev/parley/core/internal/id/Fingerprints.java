package dev.parley.core.internal.id;

import dev.parley.model.EntryBody;
import dev.parley.model.internal.Sha256;
import dev.parley.protocol.EntryCodec;
import java.util.HexFormat;

/** Tells whether two entries under one key mean the same: the SHA-256 of what was submitted. */
public final class Fingerprints {

    private Fingerprints() {}

    /** The fingerprint of a body as its client submitted it. */
    public static String of(EntryBody submitted) {
        return HexFormat.of().formatHex(Sha256.of(EntryCodec.encode(submitted)));
    }
}
