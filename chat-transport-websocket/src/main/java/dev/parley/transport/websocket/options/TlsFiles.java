package dev.parley.transport.websocket.options;

import java.nio.file.Path;

/**
 * Where the server's certificate is. TLS 1.2 and 1.3 are spoken. Immutable.
 *
 * @param certificates the certificate, then those between it and its root, in PEM
 * @param key its private key, in PEM: PKCS #8 ({@code BEGIN PRIVATE KEY}), not encrypted
 */
public record TlsFiles(Path certificates, Path key) {}
