package dev.parley.examples.demo;

import dev.parley.core.host.Authenticator;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that say who somebody is and until when, signed with HMAC-SHA256 by a secret in the data directory: they outlive
 * a restart, and the server keeps none of them. Thread-safe.
 */
public final class DemoTokens implements Authenticator {

    private static final Duration VALID = Duration.ofHours(12);
    private static final int SECRET_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec secret;
    private final InstantSource clock;

    private DemoTokens(SecretKeySpec secret, InstantSource clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * Reads the secret, or makes one.
     *
     * @param data the data directory
     * @param clock tells when a token ends
     * @return the tokens
     * @throws IOException when the secret can be neither read nor written
     */
    public static DemoTokens in(Path data, InstantSource clock) throws IOException {
        Path file = data.resolve("demo-secret");
        if (!Files.exists(file)) {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            Path written = Files.createTempFile(
                    data, "demo-secret", ".tmp"); // for its owner's eyes only, where there are rights
            Files.write(written, random);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != SECRET_BYTES) {
            throw new IOException(file + ": " + secret.length + " bytes (expected: " + SECRET_BYTES + ")");
        }
        return new DemoTokens(new SecretKeySpec(secret, "HmacSHA256"), clock);
    }

    /**
     * Makes a token.
     *
     * @param user for whom
     * @return the token, valid for 12 hours
     */
    public String issue(UserId user) {
        long ends = clock.instant().plus(VALID).getEpochSecond();
        String claim = ENCODER.encodeToString(user.value().getBytes(StandardCharsets.UTF_8)) + "." + ends;
        return claim + "." + ENCODER.encodeToString(sign(claim));
    }

    @Override
    public CompletionStage<Identity> authenticate(Credentials credentials) {
        try {
            return CompletableFuture.completedFuture(check(credentials.token()));
        } catch (ChatException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Checks a token.
     *
     * @param token what {@link #issue} made, or anything else
     * @return whose it is
     * @throws ChatException with {@code unauthenticated} or {@code token_expired}
     */
    public Identity check(String token) {
        int end = token.lastIndexOf('.');
        int middle = token.indexOf('.');
        if (middle < 0 || middle == end) {
            throw forged();
        }
        String claim = token.substring(0, end);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
            if (!MessageDigest.isEqual(signature, sign(claim))) {
                throw forged();
            }
        } catch (IllegalArgumentException e) {
            throw forged();
        }
        // What follows is ours, so it is well-formed.
        Instant ends = Instant.ofEpochSecond(Long.parseLong(claim.substring(middle + 1)));
        if (!clock.instant().isBefore(ends)) {
            throw new ChatException(ErrorCode.TOKEN_EXPIRED, "the token ended at " + ends);
        }
        byte[] user = Base64.getUrlDecoder().decode(claim.substring(0, middle));
        return new Identity(new UserId(new String(user, StandardCharsets.UTF_8)), ends);
    }

    private static ChatException forged() {
        return new ChatException(ErrorCode.UNAUTHENTICATED, "not a token of this server");
    }

    private byte[] sign(String claim) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(claim.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
