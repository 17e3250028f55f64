package dev.parley.transport.websocket.http;

/** Reads {@code Authorization} headers (RFC 6750 section 2.1). Thread-safe. */
public final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /**
     * The token of a header.
     *
     * @param authorization the header's value
     * @return the token, or the empty string when the header names another scheme or none
     */
    public static String of(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer ? authorization.substring(SCHEME.length()).trim() : "";
    }
}
