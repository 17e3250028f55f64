package dev.parley.core.internal.discovery;

import dev.parley.core.Actor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.service.Nodes;
import dev.parley.protocol.Command;
import dev.parley.protocol.ErrorCode;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A node without a directory: it names none. Immutable. */
public final class SoleNode implements Nodes {

    @Override
    public CompletionStage<Void> announce(URI connect, URI api) {
        return Stages.failed(ErrorCode.BAD_REQUEST, "the engine was built without a directory of nodes");
    }

    @Override
    public CompletionStage<List<NodeAddress>> nearby(Actor actor, Command.ListNodes command) {
        return Stages.map(Stages.done(NodeService.limit(command, 1)), limit -> List.of());
    }
}
