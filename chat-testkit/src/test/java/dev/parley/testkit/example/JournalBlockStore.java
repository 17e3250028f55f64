package dev.parley.testkit.example;

import dev.parley.core.spi.state.BlockStore;
import dev.parley.model.UserId;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The smallest adapter that is one: blocks in a text file, a line for each word, synced before it is acknowledged. */
final class JournalBlockStore implements BlockStore, AutoCloseable {

    /** What runs on the store's thread. */
    private interface Work<T> {
        T run() throws IOException;
    }

    private final Path file;
    private final Map<String, TreeSet<String>> blockedBy = new HashMap<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1_000), task -> new Thread(task, "journal-blocks"));
    private boolean read;

    JournalBlockStore(Path file) {
        this.file = file;
    }

    // region answer
    /** Rules 1 to 3: the caller goes on at once, the work is done over there, and only our exception comes back. */
    private <T> CompletionStage<T> answer(Work<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(work.run());
                } catch (ChatException e) {
                    answer.completeExceptionally(e);
                } catch (IOException e) {
                    answer.completeExceptionally(
                            new ChatException(ErrorCode.STORE_UNAVAILABLE, "can't read the journal", e));
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new ChatException(ErrorCode.OVERLOADED, "too many requests wait", e));
        }
        return answer.minimalCompletionStage();
    }
    // endregion answer

    @Override
    public CompletionStage<Void> set(UserId user, UserId other, boolean blocked) {
        return answer(() -> {
            load();
            write((blocked ? "+" : "-") + encode(user) + " " + encode(other) + "\n");
            apply(blocked, user.value(), other.value());
            return null;
        });
    }

    // region write
    /** Rule 3 again: once a byte may have been written, a failure is an unknown outcome. */
    private void write(String line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException e) {
                // What is in the file now shows when it is read again.
                read = false;
                throw new ChatException(ErrorCode.OUTCOME_UNKNOWN, "can't write the journal", e);
            }
        }
    }
    // endregion write

    @Override
    public CompletionStage<Boolean> blocks(UserId user, UserId other) {
        return answer(() -> {
            load();
            return blockedBy.getOrDefault(user.value(), new TreeSet<>()).contains(other.value());
        });
    }

    @Override
    public CompletionStage<List<UserId>> list(UserId user) {
        return answer(() -> {
            load();
            return blockedBy.getOrDefault(user.value(), new TreeSet<>()).stream()
                    .map(UserId::new)
                    .toList();
        });
    }

    @Override
    public CompletionStage<Void> check() {
        return answer(() -> {
            load();
            return null;
        });
    }

    @Override
    public String durability() {
        return "journal file, synced at every write";
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    /** A line without its end was cut off by a crash before its write was acknowledged. */
    private void load() throws IOException {
        if (read) {
            return;
        }
        blockedBy.clear();
        String text = Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "";
        int end = text.lastIndexOf('\n') + 1;
        for (String line : text.substring(0, end).lines().toList()) {
            int space = line.indexOf(' ');
            apply(line.startsWith("+"), decode(line.substring(1, space)), decode(line.substring(space + 1)));
        }
        if (end < text.length()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(end).force(true);
            }
        }
        read = true;
    }

    private void apply(boolean blocked, String user, String other) {
        TreeSet<String> others = blockedBy.computeIfAbsent(user, id -> new TreeSet<>());
        if (blocked) {
            others.add(other);
        } else {
            others.remove(other);
        }
    }

    private static String encode(UserId user) {
        return Base64.getUrlEncoder().encodeToString(user.value().getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
