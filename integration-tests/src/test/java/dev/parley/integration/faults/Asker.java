package dev.parley.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.ConversationId;
import dev.parley.model.MessageBody;
import dev.parley.model.UserId;
import dev.parley.protocol.Command;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.protocol.WireError;
import dev.parley.view.EntryPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends and reads by single requests at every node at once, in a conversation of its own, and judges the answers one by one:
 * clients hide errors by trying again. Confined to one thread.
 */
final class Asker implements AutoCloseable {

    /** What it does at a node, over and over. */
    @FunctionalInterface
    private interface Step {
        void at(URI node) throws Exception;
    }

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Command INBOX = new Command.Inbox(null, null);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<URI> nodes;
    private final String token;
    private final ConversationId conversation;
    private final AtomicInteger written = new AtomicInteger();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    private final Worst longest = new Worst();

    Asker(ClusterUnderTest cluster, String name) throws Exception {
        nodes = cluster.cluster().nodes().stream()
                .map(node -> URI.create("http://localhost:" + node.address().getPort()))
                .toList();
        token = cluster.token(name);
        Command first = new Command.SendTo(new UserId(name + "-peer"), "first", MessageBody.text("first"));
        conversation = ((Result.Ack) ok(ask(nodes.get(0), first))).conversation();
    }

    /** Sends for a while; each send must be acked, tried again or not. Returns the longest that one took. */
    Duration acked(Duration time) throws Exception {
        Worst slowest = new Worst();
        everywhere(time, node -> {
            long start = System.nanoTime();
            untilAcked("sent with two", node, "acked " + written.incrementAndGet());
            synchronized (slowest) {
                slowest.add(Duration.ofNanos(System.nanoTime() - start));
            }
        });
        return slowest.duration();
    }

    /**
     * Sends and reads for a while in which nothing can be done. No send may be acked, and what was read before is read again
     * or not at all; every error is one to try again after. Before, everything must be well enough to read.
     */
    void refused(Duration time, Runnable strike) throws Exception {
        String page = text(ask(nodes.get(0), newest()));
        String inbox = text(ask(nodes.get(0), INBOX));
        strike.run();
        everywhere(time, node -> {
            String key = "refused " + written.incrementAndGet();
            refused.add(key);
            assertThat(judged("send", ask(node, send(key)))).as(key).isFalse();
            String pageNow = text(ask(node, newest()));
            String inboxNow = text(ask(node, INBOX));
            assertThat(!judged("page", pageNow.getBytes(StandardCharsets.UTF_8)) || pageNow.equals(page))
                    .as("%s after %s", pageNow, page)
                    .isTrue();
            assertThat(!judged("inbox", inboxNow.getBytes(StandardCharsets.UTF_8)) || inboxNow.equals(inbox))
                    .as("%s after %s", inboxNow, inbox)
                    .isTrue();
        });
    }

    /** Tries again what was refused, and finds each message once. Returns a line of figures. */
    String settled() throws Exception {
        int node = 0;
        for (String key : refused) {
            untilAcked("sent again", nodes.get(node++ % nodes.size()), key);
        }
        List<String> keys = new ArrayList<>();
        long after = 0;
        EntryPage page;
        do {
            Command history = new Command.History(conversation, null, after, null, 200);
            page = ((Result.Page) ok(ask(nodes.get(node++ % nodes.size()), history))).page();
            for (EntryPage.Item item : page.items()) {
                if (item instanceof EntryPage.Said said) {
                    keys.add(said.message().posted().origin().key());
                }
                assertThat(item.seq()).isEqualTo(++after);
            }
        } while (page.after());
        assertThat(keys).doesNotHaveDuplicates().hasSize(1 + written.get()).containsAll(refused);
        return "single requests at each node: " + answers + ", answered after at most " + longest + "; "
                + refused.size() + " sends refused, all there once in the end";
    }

    /** Whether all nodes say so of their health. */
    boolean healthy(boolean up) throws IOException, InterruptedException {
        for (URI node : nodes) {
            HttpRequest health = HttpRequest.newBuilder(node.resolve("/v1/health"))
                    .timeout(PATIENCE)
                    .build();
            int status =
                    http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode();
            if ((status == 200) != up) {
                return false;
            }
        }
        return true;
    }

    private void everywhere(Duration time, Step step) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        List<Future<?>> running = new ArrayList<>();
        for (URI node : nodes) {
            running.add(threads.submit(() -> {
                do {
                    step.at(node);
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                } while (System.nanoTime() < end);
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get(time.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void untilAcked(String what, URI node, String key) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!judged(what, ask(node, send(key)))) {
            assertThat(System.nanoTime()).as(key).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private Command send(String key) {
        return new Command.Send(conversation, key, MessageBody.text(key));
    }

    private Command newest() {
        return new Command.History(conversation, null, null, null, null);
    }

    private byte[] ask(URI node, Command command) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve("/v1/commands"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(FrameCodec.JSON.encode(new Frame.Request(1, command))))
                .build();
        long start = System.nanoTime();
        byte[] answer =
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        synchronized (longest) {
            longest.add(Duration.ofNanos(System.nanoTime() - start));
        }
        return answer;
    }

    /** Counts an answer; true for a result, false for an error, which must be one to try again after. */
    private boolean judged(String what, byte[] answer) {
        if (frame(answer) instanceof Frame.Failed failed) {
            WireError error = failed.error();
            assertThat(error.retryable()).as("%s", error).isTrue();
            answers.merge(what + " " + error.code(), 1, Integer::sum);
            return false;
        }
        answers.merge(what + " ok", 1, Integer::sum);
        return true;
    }

    private static Result ok(byte[] answer) {
        if (frame(answer) instanceof Frame.Ok ok) {
            return ok.result();
        }
        throw new AssertionError(text(answer));
    }

    private static Frame frame(byte[] answer) {
        return FrameCodec.JSON.decodeAnswers(answer).get(0);
    }

    private static String text(byte[] answer) {
        return new String(answer, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
