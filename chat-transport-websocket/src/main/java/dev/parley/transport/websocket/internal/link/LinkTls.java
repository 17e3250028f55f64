package dev.parley.transport.websocket.internal.link;

import dev.parley.transport.websocket.options.TlsFiles;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS of links by the JDK, in which each side shows a certificate that the other one trusts. Immutable. */
public final class LinkTls {

    private final SslContext context;

    private LinkTls(SslContext context) {
        this.context = context;
    }

    /**
     * Of the side that is connected to.
     *
     * @param own its certificate
     * @param trusted the certificates, in PEM, that the other side's must be signed by
     * @return the TLS
     */
    public static LinkTls server(TlsFiles own, Path trusted) {
        return build(SslContextBuilder.forServer(
                        own.certificates().toFile(), own.key().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .trustManager(trusted.toFile()));
    }

    /**
     * Of the side that connects. The other side's certificate must name the host that is connected to.
     *
     * @param own its certificate
     * @param trusted the certificates, in PEM, that the other side's must be signed by
     * @return the TLS
     */
    public static LinkTls client(TlsFiles own, Path trusted) {
        return build(SslContextBuilder.forClient()
                .keyManager(own.certificates().toFile(), own.key().toFile())
                .endpointIdentificationAlgorithm("HTTPS")
                .trustManager(trusted.toFile()));
    }

    private static LinkTls build(SslContextBuilder builder) {
        try {
            return new LinkTls(builder.sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build());
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the handler of a link.
     *
     * @param allocator the link's buffers
     * @param to where it connects, or null for the side that is connected to
     * @return the handler
     */
    public SslHandler newHandler(ByteBufAllocator allocator, @Nullable InetSocketAddress to) {
        return to == null
                ? context.newHandler(allocator)
                : context.newHandler(allocator, to.getHostString(), to.getPort());
    }
}
