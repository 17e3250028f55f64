package dev.parley.client.internal;

import dev.parley.client.Account;
import dev.parley.model.DeviceId;
import dev.parley.model.UserId;
import dev.parley.model.internal.Copies;
import dev.parley.protocol.Command;
import dev.parley.protocol.Result;
import dev.parley.view.Device;
import dev.parley.view.Presence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

final class ClientAccount implements Account {

    private final ClientCore core;

    ClientAccount(ClientCore core) {
        this.core = core;
    }

    @Override
    public void watch(Set<UserId> users) {
        Set<UserId> copy = Copies.of(users);
        core.run(running -> running.presences().watch(copy));
    }

    @Override
    public Optional<Presence> presence(UserId user) {
        return core.presences().find(user);
    }

    @Override
    public CompletionStage<List<Device>> devices() {
        return core.ask(new Command.ListDevices(), result -> ((Result.Devices) result).devices());
    }

    @Override
    public CompletionStage<Void> revoke(DeviceId device) {
        return core.ask(new Command.RevokeDevice(device), done -> null);
    }

    @Override
    public CompletionStage<Void> block(UserId user, boolean blocked) {
        return core.ask(new Command.Block(user, blocked), done -> null);
    }

    @Override
    public CompletionStage<List<UserId>> blocked() {
        return core.ask(new Command.ListBlocked(), result -> ((Result.Users) result).users());
    }
}
