package dev.parley.client.internal.session;

import dev.parley.model.DeviceId;
import dev.parley.protocol.FrameCodec;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Whom a session connects to, and as whom. Immutable.
 *
 * @param route where the server is
 * @param codec the encoding
 * @param token fetches a token
 * @param device the device
 * @param deviceName what the user calls it
 */
public record SessionOptions(
        Route route, FrameCodec codec, Supplier<CompletionStage<String>> token, DeviceId device, String deviceName) {

    /** Connects to one address for good. */
    public SessionOptions(
            URI uri, FrameCodec codec, Supplier<CompletionStage<String>> token, DeviceId device, String deviceName) {
        this(Route.fixed(uri), codec, token, device, deviceName);
    }
}
