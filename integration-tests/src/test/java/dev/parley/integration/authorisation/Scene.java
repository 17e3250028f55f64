package dev.parley.integration.authorisation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.ChatOptions;
import dev.parley.core.Stores;
import dev.parley.integration.sim.SimNet;
import java.time.Duration;
import java.util.Optional;

/**
 * A group or channel with an owner, admins, members and some who are out, a direct conversation, and one who asks for something.
 * Confined to the test's thread.
 */
final class Scene {

    private final SimNet net;
    private final boolean channel;
    private final Caller owner;
    private final String group;
    private final long others;

    Scene(Stores stores, String kind) {
        channel = kind.equals("channel");
        net = new SimNet(1, 1, ChatOptions.DEFAULT, stores, (who, codec, message, request) -> {});
        owner = Caller.signedIn(net, "owner");
        group = owner.done(
                        "create",
                        "{'kind':'" + kind
                                + "','key':'g','title':'Trip','members':[{'user':'admin','role':'admin'},{'user':'helper','role':'admin'},"
                                + "{'user':'member'},{'user':'plain'},{'user':'left'},{'user':'removed'}]}")
                .at("/conversation/conversation")
                .asText();
        others = said(Caller.signedIn(net, channel ? "helper" : "plain"), group, "p");
    }

    SimNet net() {
        return net;
    }

    String group() {
        return group;
    }

    /** Has somebody ask for what a row says, and returns the reply. */
    Optional<? extends JsonNode> ask(Who who, String row, String members) {
        Caller caller = who == Who.ANONYMOUS ? Caller.silent(net) : Caller.signedIn(net, who.toString());
        String here = who == Who.OTHER ? direct() : group;
        long other = who == Who.OTHER ? said(owner, here, "d") : others;
        long own = who.wrote(channel) ? said(caller, here, "o") : 0;
        if (who == Who.LEFT) {
            out(who);
            said(owner, here, "l1");
            net.pass(Duration.ofSeconds(10));
        }
        if (who == Who.REMOVED) {
            out(who);
        }
        return caller.ask(Matrix.operation(row), filled(members, here, who, own, other));
    }

    /** The members of a request, with what they stand for. */
    static String filled(String members, String here, Who who, long own, long other) {
        return members.replace("$here", here)
                .replace("$me", who.toString())
                .replace("$own", "" + own)
                .replace("$other", "" + other)
                .replace("$later", "" + (own + 2));
    }

    private void out(Who who) {
        owner.done("remove_member", "{'conversation':'" + group + "','key':'out','user':'" + who + "'}");
    }

    private String direct() {
        return owner.done("open_direct", "{'user':'other'}")
                .at("/conversation/conversation")
                .asText();
    }

    private static long said(Caller caller, String conversation, String key) {
        return caller.done(
                        "send",
                        "{'conversation':'" + conversation + "','key':'" + key + "','content':{'text':'hello'}}")
                .at("/ack/seq")
                .asLong();
    }
}
