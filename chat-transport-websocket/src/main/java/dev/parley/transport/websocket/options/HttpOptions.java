package dev.parley.transport.websocket.options;

import dev.parley.model.internal.Checks;
import java.time.Duration;

/**
 * Limits of HTTP requests. Immutable.
 *
 * @param line the longest request line, in bytes, 64 or more; more is answered 414; default 4 KiB
 * @param headers the most bytes of headers; more is answered 431; 256 or more; default 16 KiB
 * @param body the largest body, in bytes, 1 or more; more is answered 413; default 1 MiB
 * @param bodyTime how long a body may take once its headers are there, 1 ms to 1 h; default 30 s
 * @param idle how long a connection is kept for a further request, 1 ms to 1 h; default 60 s
 * @param handlers the most requests that wait for the host's own handlers; more are answered 503; 1 or more; default
 *     1,000
 */
public record HttpOptions(int line, int headers, int body, Duration bodyTime, Duration idle, int handlers) {

    /** 4 KiB of request line, 16 KiB of headers, 1 MiB of body in 30 s, kept for 60 s, 1,000 waiting. */
    public static final HttpOptions DEFAULT =
            new HttpOptions(4 * 1024, 16 * 1024, 1024 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(60), 1_000);

    public HttpOptions {
        Checks.atLeast("line", line, 64);
        Checks.atLeast("headers", headers, 256);
        Checks.atLeast("body", body, 1);
        Checks.within("bodyTime", bodyTime, Duration.ofMillis(1), Duration.ofHours(1));
        Checks.within("idle", idle, Duration.ofMillis(1), Duration.ofHours(1));
        Checks.atLeast("handlers", handlers, 1);
    }
}
