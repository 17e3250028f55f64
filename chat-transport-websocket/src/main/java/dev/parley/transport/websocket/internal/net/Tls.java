package dev.parley.transport.websocket.internal.net;

import dev.parley.transport.websocket.options.TlsFiles;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.UncheckedIOException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** The certificate in use. Connections keep the one they began with. Thread-safe. */
public final class Tls {

    private final TlsFiles files;
    private final Duration handshake;
    private volatile SslContext context;

    /**
     * Reads the files.
     *
     * @param files where the certificate is
     * @param handshake how long a handshake may take
     * @throws IllegalArgumentException when they hold no certificate and key
     */
    public Tls(TlsFiles files, Duration handshake) {
        this.files = files;
        this.handshake = handshake;
        this.context = read(files);
    }

    /** Reads the files again; when that fails, the certificate in use stays. */
    public void reload() {
        context = read(files);
    }

    /**
     * Makes the handler of a connection.
     *
     * @param allocator the connection's buffers
     * @return the handler
     */
    public SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }

    private static SslContext read(TlsFiles files) {
        try {
            return SslContextBuilder.forServer(
                            files.certificates().toFile(), files.key().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
