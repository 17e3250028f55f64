package dev.parley.benchmarks.load.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.benchmarks.load.subject.Scene;
import dev.parley.benchmarks.load.talk.Client;
import dev.parley.benchmarks.load.talk.Stamps;
import dev.parley.benchmarks.load.talk.Talk;
import dev.parley.benchmarks.load.talk.Template;
import io.netty.buffer.ByteBuf;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks {@code parley.v1.json}, by the first bytes of each frame: the order of members that Parley's encoder
 * has is relied on, and whatever looks different voids the run. Confined to its client's event loop.
 */
final class JsonParleyTalk implements Talk {

    private static final long HELLO = 1;
    private static final long SYNC = 2;
    private static final long JOIN = 3;

    /** Requests that are receipts have numbers from here on, above those of sends. */
    private static final long RECEIPTS = 2 * Stamps.FIRST;

    private static final int ID = "{\"id\":".length();
    private static final byte[] HEAD = "\"head\":".getBytes(US_ASCII);
    private static final byte[] PAGE = "\"page\":{".getBytes(US_ASCII);
    private static final byte[] READ = "\"read\":".getBytes(US_ASCII);
    private static final byte[] USER = "\"user\":\"".getBytes(US_ASCII);

    private static final String USERS = System.getProperty("load.users", "u");

    private final Client client;
    private final Scene scene;
    private final Known known;
    private final AwaitedReceipts awaited;
    private @Nullable Template message;
    private int entrySeq;
    private int ackSeq;
    private String receiptHead = "";
    private long receipts = RECEIPTS;

    JsonParleyTalk(Client client, Scene scene, Known known) {
        this.client = client;
        this.scene = scene;
        this.known = known;
        this.awaited = new AwaitedReceipts(client);
    }

    /** Clusters that share a store have users of their own. */
    static String user(int number) {
        return USERS + number;
    }

    private void write(String frame) {
        byte[] bytes = frame.getBytes(US_ASCII);
        client.write(false, bytes, bytes.length);
    }

    @Override
    public void greet() {
        write("{\"id\":" + HELLO + ",\"hello\":{\"token\":\"" + user(client.user())
                + "\",\"device\":\"d\",\"client\":\"load/1\"}}");
    }

    @Override
    public void join() {
        int user = client.user();
        if (scene.perConversation() == 2) {
            write("{\"id\":" + JOIN + ",\"open_direct\":{\"user\":\"" + user(scene.partner(user)) + "\"}}");
        } else if (scene.perConversation() > 2 && user == scene.first(user)) {
            String members = IntStream.rangeClosed(user + 1, user + scene.receivers())
                    .mapToObj(other -> "{\"user\":\"" + user(other) + "\"}")
                    .collect(Collectors.joining(","));
            write("{\"id\":" + JOIN + ",\"create\":{\"key\":\"group" + user + "\",\"title\":\"group\",\"members\":["
                    + members + "]}}");
        } else {
            client.ready();
        }
    }

    @Override
    public void send(long stamp) {
        client.write(message(), stamp);
    }

    private Template message() {
        Template ready = message;
        if (ready == null) {
            String conversation = known.conversation(client.user());
            if (conversation == null) {
                throw new IllegalStateException("user " + client.user() + " has no conversation");
            }
            joined(conversation);
            ready = Template.text("{\"id\":{n},\"send\":{\"conversation\":\"" + conversation
                    + "\",\"key\":\"k{n}\",\"content\":{\"text\":\"@{n}" + Stamps.FILLER + "\"}}}");
            message = ready;
        }
        return ready;
    }

    private void joined(String conversation) {
        entrySeq = ("{\"entry\":{\"conversation\":\"" + conversation + "\",\"seq\":").length();
        ackSeq = (",\"ack\":{\"conversation\":\"" + conversation + "\",\"seq\":").length();
        receiptHead = ",\"receipt\":{\"conversation\":\"" + conversation + "\",\"delivered\":";
    }

    @Override
    public void receive(ByteBuf in) {
        int from = in.readerIndex();
        int end = in.writerIndex();
        while (from < end) {
            int feed = in.indexOf(from, end, (byte) '\n');
            int to = feed < 0 ? end : feed;
            frame(in, from, to);
            from = to + 1;
        }
    }

    private void frame(ByteBuf in, int from, int to) {
        switch (in.getByte(from + 2)) {
            case 'e' -> entry(in, from, to);
            case 'i' -> {
                if (in.getByte(from + 3) == 'd') {
                    reply(in, from, to);
                } // else an inbox event: the conversation is new
            }
            case 'm' -> marks(in, from, to);
            case 's' -> {
                if (in.getByte(from + "{\"sync".length()) == '_') {
                    client.ready();
                } else {
                    synced(in, from, to);
                }
            }
            case 'p' -> {
                if (in.getByte(from + 3) == 'i') {
                    write("{\"pong\":{}}");
                    client.pinged();
                }
            }
            case 'r' -> {
                // A node that has just found the others says "resync" once or twice. What was missed would be noticed.
                if (in.getByte(from + 4) != 's') {
                    client.failed(text(in, from, to));
                }
            }
            default -> client.failed(text(in, from, to));
        }
    }

    /** What was missed comes as a page beside the summary, whose last message comes first. */
    private void synced(ByteBuf in, int from, int to) {
        int page = after(in, from, to, PAGE);
        if (page < 0) {
            return;
        }
        for (int at = Stamps.find(in, page, to); at >= 0; at = Stamps.find(in, at, to)) {
            boolean unused = client.delivered(Stamps.read(in, at));
        }
    }

    private void entry(ByteBuf in, int from, int to) {
        if (in.getByte(from + 3) != 'n') {
            client.failed(text(in, from, to));
            return;
        }
        int at = Stamps.find(in, from, to);
        if (at < 0) {
            return; // the entry that says who made the group
        }
        boolean wanted = client.delivered(Stamps.read(in, at));
        Template unused = message(); // whoever has not sent yet does not know where the seq is
        long seq = Stamps.readNumber(in, from + entrySeq, to);
        known.reached(client.user(), seq);
        if (wanted) {
            write("{\"id\":" + receipts++ + receiptHead + seq + ",\"read\":" + seq + "}}");
        }
    }

    private void reply(ByteBuf in, int from, int to) {
        long id = Stamps.readNumber(in, from + ID, to);
        int comma = in.indexOf(from, to, (byte) ',');
        byte kind = in.getByte(comma + 2);
        if (id >= RECEIPTS && kind == 'm') {
            return;
        }
        if (id >= Stamps.FIRST && kind == 'a') {
            client.acked(id);
            if (scene.receipts()) {
                awaited.sent(Stamps.readNumber(in, comma + ackSeq, to), id);
            }
        } else if (id == JOIN && kind == 'c') {
            String rest = in.toString(comma, to - comma, US_ASCII);
            int start = rest.indexOf("\"conversation\":\"") + "\"conversation\":\"".length();
            long head = Stamps.readNumber(in, after(in, comma, to, HEAD), to);
            known.joined(client.user(), rest.substring(start, rest.indexOf('"', start)), head);
            client.ready();
        } else if (id == HELLO && kind == 'w') {
            String conversation = known.conversation(client.user());
            String cursors = conversation == null || scene.perConversation() == 1
                    ? ""
                    : "\"cursors\":{\"" + conversation + "\":" + known.cursor(client.user()) + "},\"entries\":200";
            write("{\"id\":" + SYNC + ",\"sync\":{" + cursors + "}}");
        } else if (id != SYNC || kind != 'd') {
            client.failed(text(in, from, to));
        }
    }

    /** Somebody's marks grew: the partner's are the receipts. */
    private void marks(ByteBuf in, int from, int to) {
        if (!scene.receipts()) {
            return;
        }
        int user = after(in, from, to, USER);
        int read = after(in, from, to, READ);
        if (user < 0) {
            client.failed(text(in, from, to));
        } else if (read >= 0 && Stamps.readNumber(in, user + USERS.length(), to) != client.user()) {
            awaited.read(Stamps.readNumber(in, read, to));
        }
    }

    private static int after(ByteBuf in, int from, int to, byte[] what) {
        for (int at = from; at + what.length <= to; at++) {
            int i = 0;
            while (i < what.length && in.getByte(at + i) == what[i]) {
                i++;
            }
            if (i == what.length) {
                return at + i;
            }
        }
        return -1;
    }

    private static String text(ByteBuf in, int from, int to) {
        return in.toString(from, to - from, US_ASCII);
    }
}
