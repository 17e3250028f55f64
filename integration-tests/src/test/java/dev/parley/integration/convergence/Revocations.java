package dev.parley.integration.convergence;

import dev.parley.client.ConnectionState;
import dev.parley.model.DeviceId;
import dev.parley.protocol.CloseCode;
import dev.parley.view.Device;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The devices that were revoked: they end and stay away, are listed no more, and no other device ends that way. Confined to
 * the test's thread.
 */
final class Revocations {

    private final List<String> wrong;
    private final Set<DeviceId> asked = new HashSet<>();
    private final Set<DeviceId> acked = new HashSet<>();

    Revocations(List<String> wrong) {
        this.wrong = wrong;
    }

    /** A device is being revoked. */
    void revoke(DeviceId device, CompletionStage<Void> done) {
        asked.add(device);
        done.thenRun(() -> acked.add(device));
    }

    /** A user's devices are being listed. */
    void list(CompletionStage<List<Device>> listed) {
        Set<DeviceId> gone = Set.copyOf(acked);
        listed.thenAccept(devices -> devices.stream()
                .filter(device -> gone.contains(device.id()))
                .forEach(device -> wrong.add(device + " is listed, and was revoked before")));
    }

    /** Tells whether a device learnt that it was revoked. */
    boolean ended(SimDevice device) {
        ConnectionState state = device.client().state();
        boolean ended = state.phase() == ConnectionState.Phase.STOPPED && state.closeCode() == CloseCode.DEVICE_REVOKED;
        if (ended && !asked.contains(device.id)) {
            wrong.add(device.id + " was ended, and nobody revoked it");
        }
        return ended;
    }

    /** Everybody has reconnected: nobody who was revoked is still there. */
    void settled(List<SimDevice> devices) {
        devices.stream()
                .filter(device -> acked.contains(device.id))
                .forEach(device -> wrong.add(device + " goes on, and was revoked"));
    }
}
