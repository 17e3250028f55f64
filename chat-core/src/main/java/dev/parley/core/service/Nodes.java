package dev.parley.core.service;

import dev.parley.core.Actor;
import dev.parley.protocol.Command;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The nodes that clients may connect to. Thread-safe. */
public interface Nodes {

    /**
     * Says where clients reach this node: from now on they are sent here, until the engine drains. To be called once the
     * transport listens. A registration that fails is tried again by itself, and the failure listener told.
     *
     * @param connect where to open a session, as clients see it: {@code wss://n1.chat.example/v1/connect}
     * @param api what stands before {@code /v1/} in the HTTP API: {@code https://n1.chat.example}
     * @return completes when the node is in the directory, fails when it is not there yet; fails with {@code bad_request} when the
     *     engine was built without a directory, or an address is none
     */
    CompletionStage<Void> announce(URI connect, URI api);

    /**
     * Names nodes to connect to. Those of this node's region come first, then by chance, so that clients spread: a node
     * with twice the room of another comes first twice as often. Full ones come last, draining ones never.
     *
     * @param actor on whose behalf
     * @param command how many
     * @return best first; empty where none is known, and without a directory always; fails with {@code bad_request}
     */
    CompletionStage<List<NodeAddress>> nearby(Actor actor, Command.ListNodes command);
}
