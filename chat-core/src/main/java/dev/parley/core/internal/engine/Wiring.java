package dev.parley.core.internal.engine;

import dev.parley.core.Actor;
import dev.parley.core.ChatOptions;
import dev.parley.core.FanOutOptions;
import dev.parley.core.Stores;
import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.access.AccessGate;
import dev.parley.core.internal.access.Blocks;
import dev.parley.core.internal.access.Permissions;
import dev.parley.core.internal.access.Rosters;
import dev.parley.core.internal.cluster.ClusterNode;
import dev.parley.core.internal.cluster.NodeSignal;
import dev.parley.core.internal.cluster.OtherNodes;
import dev.parley.core.internal.conversation.ConversationService;
import dev.parley.core.internal.conversation.InboxReader;
import dev.parley.core.internal.conversation.LostRows;
import dev.parley.core.internal.conversation.StructuralChanges;
import dev.parley.core.internal.conversation.Summaries;
import dev.parley.core.internal.conversation.Syncs;
import dev.parley.core.internal.discovery.Elsewhere;
import dev.parley.core.internal.discovery.NodeService;
import dev.parley.core.internal.discovery.SoleNode;
import dev.parley.core.internal.exec.NaturalBatcher;
import dev.parley.core.internal.exec.SerialExecutor;
import dev.parley.core.internal.exec.Stages;
import dev.parley.core.internal.fanout.Audience;
import dev.parley.core.internal.fanout.Delivery;
import dev.parley.core.internal.fanout.InboxBumps;
import dev.parley.core.internal.fanout.LocalSessions;
import dev.parley.core.internal.fanout.Publisher;
import dev.parley.core.internal.fanout.ReturningMembers;
import dev.parley.core.internal.id.EntryIds;
import dev.parley.core.internal.limit.UserRates;
import dev.parley.core.internal.log.ConversationLog;
import dev.parley.core.internal.log.LogAppender;
import dev.parley.core.internal.log.Timeline;
import dev.parley.core.internal.message.BodyRules;
import dev.parley.core.internal.message.MessageService;
import dev.parley.core.internal.people.PeopleService;
import dev.parley.core.internal.presence.PresenceNode;
import dev.parley.core.internal.presence.PresenceOptions;
import dev.parley.core.internal.presence.PresenceService;
import dev.parley.core.internal.presence.TypingService;
import dev.parley.core.internal.receipt.ReceiptService;
import dev.parley.core.internal.rederive.InboxService;
import dev.parley.core.internal.session.SessionIndex;
import dev.parley.core.internal.session.SessionListener;
import dev.parley.core.internal.session.SessionParts;
import dev.parley.core.internal.session.SessionRegistry;
import dev.parley.core.internal.session.SessionSettings;
import dev.parley.core.internal.write.EntryWriter;
import dev.parley.core.runtime.ChatRuntime;
import dev.parley.core.service.Conversations;
import dev.parley.core.service.Inboxes;
import dev.parley.core.service.Messages;
import dev.parley.core.service.Nodes;
import dev.parley.core.service.People;
import dev.parley.core.service.Receipts;
import dev.parley.core.session.Sessions;
import dev.parley.core.spi.node.NodeBus;
import dev.parley.core.spi.node.NodeId;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the engine's parts and connects them. */
final class Wiring {

    /** How long what another node may have changed is trusted: removal reaches every node within 5 s (G11). */
    private static final Duration SHARED = Duration.ofSeconds(2);

    private static final Duration SOLE = Duration.ofHours(1);
    /** How long a session may outlive the revocation of its device by another node whose signal is lost. */
    private static final Duration DEVICE_CHECK = Duration.ofSeconds(30);

    /** A dead node's users are gone, and a directory that lost everything is told again, within as much (a third). */
    private static final Duration LEASE = Duration.ofSeconds(15);
    /** A node that may not have heard who came finds that out within a few beats, and tells, within as much. */
    private static final Duration LATE = Duration.ofSeconds(15);
    /** How long after a user came to a second node other nodes surely know. */
    private static final Duration KNOWN = Duration.ofSeconds(3);

    private static final int MARKS_WAITING = 100_000;

    private final ChatRuntime runtime;
    private final ChatOptions options;
    private final Stores stores;
    private final EngineParts.Hooks hooks;
    private final Audience audience;
    private final PresenceService presence;
    private final TypingService typing;
    private final PeopleService people;
    private final InboxService inboxes;
    private final EntryWriter writer;
    private final ReceiptService receipts;
    private final CommandRouter.Services services;
    private final CommandRouter router;
    private final UserRates writes;
    private final SessionRegistry registry;
    private final OtherNodes others;
    private final @Nullable ClusterNode cluster;
    private final @Nullable NodeService listed;

    Wiring(EngineParts parts) {
        runtime = parts.runtime();
        options = parts.options();
        stores = parts.stores();
        hooks = parts.hooks();
        boolean sole = parts.bus() == null;
        FailureListener failures = hooks.failures();
        EntryIds ids = new EntryIds(runtime.clock(), runtime.random());
        NodeId self = new NodeId(ids.next().toString());
        cluster = cluster(self, parts);
        others = cluster == null ? OtherNodes.NONE : cluster;
        SessionIndex sessions = new SessionIndex();
        FanOutOptions fanOut = options.conversations().fanOut();

        Duration fresh = sole ? SOLE : SHARED;
        Rosters rosters = new Rosters(stores.logs(), stores.conversations(), runtime, fanOut.kept(), fresh);
        AccessGate gate = new AccessGate(rosters);
        Blocks blocks = new Blocks(stores.blocks(), runtime, sole);
        Permissions permissions = new Permissions(hooks.accessPolicy(), blocks);
        LogAppender appender = new LogAppender(stores.logs(), runtime, options.store(), reporting("answering sends"));
        ConversationLog log = new ConversationLog(stores.logs(), appender, runtime, options.store(), sole);
        Timeline timeline = new Timeline(log);
        Summaries summaries = new Summaries(new Summaries.Parts(
                gate, log, timeline, stores.logs(), stores.inboxes(), stores.marks(), options.conversations()));
        audience = new Audience(
                runtime,
                sessions,
                others,
                hooks.listeners(),
                failures,
                (user, conversation) -> summaries.of(Actor.user(user), conversation),
                this::endTyping);
        InboxBumps bumps = new InboxBumps(stores.inboxes(), stores.logs(), runtime, reporting("moving inbox rows up"));
        Publisher publisher = new Publisher(
                log,
                rosters,
                bumps,
                audience,
                new ReturningMembers(stores.marks(), audience, failures),
                fanOut.onWrite());
        inboxes = new InboxService(new InboxService.Parts(stores, runtime, audience, failures, fanOut.onWrite()));
        writer = new EntryWriter(log, rosters, publisher, ids, runtime, failures);
        BodyRules rules = new BodyRules(options.limits());

        MessageService messages = new MessageService(
                new MessageService.Parts(gate, permissions, log, timeline, writer, hooks.interceptor(), rules),
                options.conversations());
        InboxReader inbox = new InboxReader(stores.inboxes(), summaries, options.conversations());
        StructuralChanges changes =
                new StructuralChanges(gate, permissions, rosters, writer, publisher, rules, options.conversations());
        LostRows lost = new LostRows(summaries, publisher);
        ConversationService conversations =
                new ConversationService(gate, changes, lost, inbox, stores.inboxes(), stores.conversations(), audience);
        receipts = new ReceiptService(
                new ReceiptService.Parts(gate, log, publisher, summaries, audience, markBatcher()),
                runtime.scheduler());

        presence = new PresenceService(
                runtime,
                new PresenceNode(
                        self, parts.directory(), others, user -> cameElsewhereToo(user, sessions), this::enteredAll),
                new PresenceOptions(
                        options.sessions().offlineAfter(),
                        LEASE,
                        options.conversations().watched()),
                (actor, users) -> PeopleService.visible(permissions, actor, users),
                changed -> audience.listenersHear("onPresence", listener -> listener.onPresence(changed)),
                failures);
        typing = new TypingService(runtime.scheduler(), options.sessions().typing(), this::typingEnded, failures);
        people = new PeopleService(
                new PeopleService.Parts(stores.devices(), blocks, gate, presence, typing, sessions, audience),
                options.sessions().typing());
        listed = nodeService(self.value(), parts, sessions);
        Nodes nodes = listed == null ? new SoleNode() : listed;
        Syncs syncs = new Syncs(inbox, summaries, gate, timeline, lost);
        services = new CommandRouter.Services(
                Boundary.around(Messages.class, messages),
                Boundary.around(Conversations.class, conversations),
                Boundary.around(Receipts.class, receipts),
                Boundary.around(People.class, people),
                Boundary.around(Nodes.class, nodes),
                syncs);
        // The router is a boundary by itself.
        router = new CommandRouter(
                new CommandRouter.Services(messages, conversations, receipts, people, nodes, syncs),
                hooks.authenticator(),
                stores.devices(),
                options);
        writes = userRates();
        registry = new SessionRegistry(
                runtime,
                new SessionSettings(
                        options.sessions(),
                        options.rates(),
                        options.admission(),
                        fanOut.onWrite(),
                        WelcomeLimits.of(options)),
                new SessionParts(router, presence, typing, writes, news(), failures),
                sessions);
        if (!sole) {
            registry.checkDevices(DEVICE_CHECK);
        }
        presence.begin();
        if (cluster != null) {
            NodeEars ears = new NodeEars(
                    new NodeEars.Parts(
                            rosters, gate, publisher, receipts, people, presence, audience, sessions, this::resyncLate),
                    failures,
                    registry::resync);
            cluster.listen(ears, this::missed, new ClusterNode.Here(presence::here, presence.here()::contains));
        }
    }

    private @Nullable ClusterNode cluster(NodeId self, EngineParts parts) {
        NodeBus bus = parts.bus();
        return bus == null
                ? null
                : new ClusterNode(runtime, new ClusterNode.Connection(self, bus, parts.directory()), hooks.failures());
    }

    /** Other nodes may have told something that this one did not hear. */
    private void missed() {
        registry.resync();
        presence.missed();
    }

    /** Another node found out that it may not have heard who came here. */
    private void resyncLate() {
        registry.resync(presence.cameWithin(LATE));
    }

    /** Nodes that knew where a user was have told only that one of what happened until they heard of this one. */
    private void cameElsewhereToo(UserId user, LocalSessions sessions) {
        runtime.scheduler().schedule(KNOWN, () -> sessions.deliver(List.of(user), Delivery.of(new Event.Resync())));
    }

    /** What happened while the directory did not know that users are here was told to nobody here. */
    private void enteredAll() {
        others.tellAll(new NodeSignal.EnteredAll());
        runtime.scheduler().schedule(KNOWN, registry::resync);
    }

    /** What callers may have. */
    CommandRouter.Services services() {
        return services;
    }

    Inboxes inboxes() {
        return inboxes;
    }

    Sessions sessions() {
        return registry;
    }

    UserRates writes() {
        return writes;
    }

    CommandRouter router() {
        return router;
    }

    /** Tells whether bus and presence answer. */
    boolean newsFlow() {
        return presence.healthy() && others.healthy();
    }

    CompletionStage<Void> close(Duration deadline) {
        return listed == null ? drain(deadline, Elsewhere.NOWHERE) : leave(listed, deadline);
    }

    private CompletionStage<Void> leave(NodeService node, Duration deadline) {
        node.drain();
        Duration goodbye = NodeService.goodbye(deadline);
        return drain(deadline.minus(goodbye), node.elsewhere()).thenCompose(drained -> node.close(goodbye));
    }

    private CompletionStage<Void> drain(Duration deadline, Elsewhere elsewhere) {
        inboxes.close();
        return Stages.recover(registry.drain(deadline, elsewhere), failure -> {
                    hooks.failures().onFailure("draining", Stages.unwrap(failure));
                    return Stages.nothing();
                })
                .thenCompose(drained -> presence.close())
                .thenAccept(retired -> {
                    receipts.close();
                    writer.close();
                    if (cluster != null) {
                        cluster.close();
                    }
                });
    }

    private @Nullable NodeService nodeService(String name, EngineParts parts, SessionIndex sessions) {
        EngineParts.Discovery discovery = parts.discovery();
        if (discovery == null) {
            return null;
        }
        NodeService service = new NodeService(
                runtime, discovery.directory(), discovery.options(), name, sessions::count, hooks.failures());
        service.begin();
        return service;
    }

    private UserRates userRates() {
        return new UserRates(
                runtime.clock(), options.rates().userSends(), options.rates().userBurst());
    }

    private NaturalBatcher<MarkAdvance, MarkChange> markBatcher() {
        SerialExecutor results = new SerialExecutor(runtime.executor(), reporting("telling marks"));
        return new NaturalBatcher<>(
                advances -> stores.marks().advance(advances),
                results,
                options.store().batch(),
                MARKS_WAITING);
    }

    private void typingEnded(ConversationId conversation, UserId user) {
        people.typingEnded(conversation, user).exceptionally(failure -> false); // no longer a member: nobody to tell
    }

    /** Whoever sent what they typed no longer types; clients see that by the message itself. */
    private void endTyping(Entry entry) {
        if (entry.body() instanceof EntryBody.Posted) {
            typing.stopped(entry.conversation(), entry.origin().sender());
        }
    }

    private SessionListener news() {
        return new SessionListener() {
            @Override
            public void opened(UserId user, DeviceId device, Instant registered) {
                others.lookUpAndTell(user, new NodeSignal.DeviceConnected(user, device, registered));
                audience.listenersHear("onSessionOpened", listener -> listener.onSessionOpened(user, device));
            }

            @Override
            public void closed(UserId user, DeviceId device) {
                audience.listenersHear("onSessionClosed", listener -> listener.onSessionClosed(user, device));
            }
        };
    }

    private Consumer<Throwable> reporting(String where) {
        return failure -> hooks.failures().onFailure(where, failure);
    }
}
