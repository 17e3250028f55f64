package dev.parley.testkit.broken;

import dev.parley.core.Stores;
import dev.parley.core.spi.log.Append;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.log.AppendResult.Appended;
import dev.parley.core.spi.log.AppendResult.Conflict;
import dev.parley.core.spi.log.AppendResult.Duplicate;
import dev.parley.core.spi.log.AppendResult.KeyReused;
import dev.parley.core.spi.log.ConversationPage;
import dev.parley.core.spi.log.Expectation;
import dev.parley.core.spi.log.LogHead;
import dev.parley.core.spi.log.LogStore;
import dev.parley.core.spi.log.NewEntry;
import dev.parley.core.spi.log.RangeEnd;
import dev.parley.core.spi.log.Stretch;
import dev.parley.core.spi.log.UnreadRange;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.model.Content;
import dev.parley.model.ConversationId;
import dev.parley.model.Entry;
import dev.parley.model.EntryBody;
import dev.parley.model.MessageBody;
import dev.parley.model.Origin;
import dev.parley.model.UserId;
import dev.parley.testkit.internal.Stages;
import dev.parley.testkit.log.LogStoreContract;
import dev.parley.testkit.log.LogStoreRowsContract;
import dev.parley.view.Unread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Logs with one fault each, as contract classes: JUnit runs none of them unless a test asks for it. */
final class BrokenLogs {

    private BrokenLogs() {}

    /** A log that works, to be broken in one place by each subclass. */
    abstract static class Broken extends BrokenStore implements LogStoreContract, LogStore {

        @Override
        public Stores stores() {
            return working.with(this);
        }

        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return working.logs().append(batch);
        }

        @Override
        public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
            return working.logs().heads(conversations);
        }

        @Override
        public CompletionStage<List<Entry>> read(ConversationId id, long from, long to, int limit, RangeEnd end) {
            return working.logs().read(id, from, to, limit, end);
        }

        @Override
        public CompletionStage<List<Entry>> modifications(ConversationId conversation, Collection<Long> targets) {
            return working.logs().modifications(conversation, targets);
        }

        @Override
        public CompletionStage<Optional<Entry>> find(ConversationId conversation, UserId sender, String key) {
            return working.logs().find(conversation, sender, key);
        }

        @Override
        public CompletionStage<List<Unread>> unread(UserId user, List<UnreadRange> ranges) {
            return working.logs().unread(user, ranges);
        }

        @Override
        public CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit) {
            return working.logs().conversations(cursor, limit);
        }

        static NewEntry withKey(NewEntry entry, String key) {
            Origin origin = new Origin(entry.origin().sender(), entry.origin().device(), key);
            return new NewEntry(entry.id(), origin, entry.fingerprint(), entry.time(), entry.body());
        }
    }

    /** A log that works and moves rows with its appends, to be broken in one place by each subclass. */
    abstract static class MovesRows extends Broken implements LogStoreRowsContract {
        @Override
        public boolean movesRows() {
            return true;
        }

        @Override
        public Object database() {
            return working.inboxes().database();
        }
    }

    /** Moves no row, and says that it does. */
    static final class ForgetsRows extends MovesRows {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return super.append(batch.stream()
                    .map(append -> new Append(append.conversation(), append.expectation(), append.entries()))
                    .toList());
        }
    }

    /** Moves the rows of what it refuses, too. */
    static final class MovesRowsOfTheRefused extends MovesRows {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return super.append(batch)
                    .thenCompose(results -> working.inboxes()
                            .bump(batch.stream()
                                    .flatMap(append -> append.rows().stream()
                                            .map(user -> new InboxBump(
                                                    user,
                                                    append.conversation(),
                                                    1,
                                                    append.last().id())))
                                    .toList())
                            .thenApply(moved -> results));
        }
    }

    /** Gives every second append the seq of the one before. */
    static final class ReusesASeq extends Broken {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return super.append(batch)
                    .thenApply(results -> results.stream()
                            .map(result -> result instanceof Appended appended && appended.firstSeq() % 2 == 0
                                    ? new Appended(appended.firstSeq() - 1)
                                    : result)
                            .toList());
        }
    }

    /** Stores everything under a key of its own making. */
    static final class ForgetsKeys extends Broken {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return super.append(batch.stream()
                    .map(append -> new Append(
                            append.conversation(),
                            append.expectation(),
                            append.entries().stream()
                                    .map(entry -> withKey(entry, "k" + UUID.randomUUID()))
                                    .toList()))
                    .toList());
        }
    }

    /** Never notices that a key stands for something else. */
    static final class IgnoresFingerprints extends Broken {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return super.append(batch)
                    .thenApply(results -> results.stream()
                            .map(result -> result instanceof KeyReused reused ? new Duplicate(reused.stored()) : result)
                            .toList());
        }
    }

    /** Judges the expectation before the key. */
    static final class JudgesTheExpectationFirst extends Broken {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            List<AppendResult> results = new ArrayList<>();
            for (Append append : batch) {
                LogHead head = Stages.await(heads(List.of(append.conversation())))
                        .getOrDefault(append.conversation(), LogHead.EMPTY);
                results.add(
                        append.expectation().holds(head)
                                ? Stages.await(super.append(List.of(append))).get(0)
                                : new Conflict(head));
            }
            return CompletableFuture.completedStage(results);
        }
    }

    /** Acknowledges every tenth seq without being able to return it. */
    static final class LosesAnEntry extends Broken {
        @Override
        public CompletionStage<List<Entry>> read(ConversationId id, long from, long to, int limit, RangeEnd end) {
            return super.read(id, from, to, limit, end)
                    .thenApply(entries -> entries.stream()
                            .filter(entry -> entry.seq() % 10 != 0)
                            .toList());
        }
    }

    /** Appends the entries of one append the other way round. */
    static final class ReordersAnAppend extends Broken {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return super.append(batch.stream()
                    .map(append -> {
                        List<NewEntry> turned = new ArrayList<>(append.entries());
                        if (turned.size() > 2) {
                            Collections.swap(turned, 0, 1);
                        }
                        return new Append(append.conversation(), append.expectation(), turned);
                    })
                    .toList());
        }
    }

    /** Takes the appends of a batch in the order of their conversations, and answers so. */
    static final class AnswersInItsOwnOrder extends Broken {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            List<Append> sorted = new ArrayList<>(batch);
            sorted.sort((one, other) -> one.conversation().compareTo(other.conversation()));
            return super.append(sorted);
        }
    }

    /** Appends what conflicts all the same. */
    static final class IgnoresExpectations extends Broken {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return super.append(batch.stream()
                    .map(append -> new Append(append.conversation(), Expectation.ANY, append.entries()))
                    .toList());
        }
    }

    /** Says that every entry changes the conversation. */
    static final class CallsEverythingState extends Broken {
        @Override
        public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
            return super.heads(conversations).thenApply(heads -> {
                Map<ConversationId, LogHead> wrong = new HashMap<>();
                heads.forEach((id, head) -> wrong.put(id, new LogHead(head.head(), head.head())));
                return wrong;
            });
        }
    }

    /** Folds the case of keys, as some databases compare text. */
    static final class FoldsCase extends Broken {
        @Override
        public CompletionStage<List<AppendResult>> append(List<Append> batch) {
            return super.append(batch.stream()
                    .map(append -> new Append(
                            append.conversation(),
                            append.expectation(),
                            append.entries().stream()
                                    .map(entry ->
                                            withKey(entry, entry.origin().key().toLowerCase(Locale.ROOT)))
                                    .toList()))
                    .toList());
        }
    }

    /** Keeps content as ASCII text. */
    static final class KeepsSevenBits extends Broken {
        @Override
        public CompletionStage<List<Entry>> read(ConversationId id, long from, long to, int limit, RangeEnd end) {
            return super.read(id, from, to, limit, end)
                    .thenApply(
                            entries -> entries.stream().map(KeepsSevenBits::cut).toList());
        }

        private static Entry cut(Entry entry) {
            if (!(entry.body() instanceof EntryBody.Posted posted)) {
                return entry;
            }
            MessageBody body = posted.body();
            byte[] bytes = body.content().bytes().clone();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 0x7f;
            }
            Content content = body.content().isEncrypted()
                    ? Content.encrypted(body.content().mediaType(), bytes)
                    : Content.of(body.content().mediaType(), bytes);
            return entry.withBody(new EntryBody.Posted(body.withContent(content)));
        }
    }

    /** Counts one's own messages too. */
    static final class CountsOwnMessages extends Broken {
        @Override
        public CompletionStage<List<Unread>> unread(UserId user, List<UnreadRange> ranges) {
            return super.unread(new UserId("nobody"), ranges);
        }
    }

    /** Answers equal stretches once, as whoever collects them in a map does. */
    static final class ForgetsEqualStretches extends Broken {
        @Override
        public CompletionStage<List<List<Entry>>> read(List<Stretch> stretches) {
            return super.read(List.copyOf(new LinkedHashSet<>(stretches)));
        }
    }

    /** Answers stretches by their conversation instead of their place. */
    static final class AnswersStretchesInItsOwnOrder extends Broken {
        @Override
        public CompletionStage<List<List<Entry>>> read(List<Stretch> stretches) {
            List<Stretch> sorted = new ArrayList<>(stretches);
            sorted.sort((one, other) -> one.conversation().compareTo(other.conversation()));
            return super.read(sorted);
        }
    }

    /** Looks for every target in every conversation, as a query with two lists does. */
    static final class MixesTargets extends Broken {
        @Override
        public CompletionStage<Map<ConversationId, List<Entry>>> modifications(
                Map<ConversationId, ? extends Collection<Long>> targets) {
            List<Long> all = targets.values().stream()
                    .flatMap(Collection::stream)
                    .distinct()
                    .toList();
            Map<ConversationId, List<Long>> mixed = new HashMap<>();
            targets.keySet().forEach(conversation -> mixed.put(conversation, all));
            return super.modifications(mixed);
        }
    }

    /** Begins each page but the first one conversation too far, and takes any text for a cursor. */
    static final class SkipsConversations extends Broken {
        @Override
        public CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit) {
            int from = cursor.filter(text -> text.matches("\\d{1,9}"))
                    .map(Integer::parseInt)
                    .orElse(0);
            return super.conversations(Optional.empty(), 1_000_000).thenApply(all -> {
                List<ConversationId> sorted = new ArrayList<>(all.conversations());
                sorted.sort(null);
                int to = Math.min(sorted.size(), from + limit);
                List<ConversationId> page = sorted.subList(Math.min(from + (from > 0 ? 1 : 0), to), to);
                return new ConversationPage(
                        page, to < sorted.size() ? Optional.of(String.valueOf(to)) : Optional.empty());
            });
        }
    }

    /** Takes the limit for a hint. */
    static final class ListsAllAtOnce extends Broken {
        @Override
        public CompletionStage<ConversationPage> conversations(Optional<String> cursor, int limit) {
            return super.conversations(cursor, 1_000_000);
        }
    }

    /** Takes what is said of a log for where it ends. */
    static final class BelievesHints extends Broken {
        private final Map<ConversationId, Long> said = new HashMap<>();

        @Override
        public void reaches(ConversationId conversation, long seq) {
            said.merge(conversation, seq, Math::max);
        }

        @Override
        public CompletionStage<Map<ConversationId, LogHead>> heads(Collection<ConversationId> conversations) {
            return super.heads(conversations).thenApply(heads -> {
                Map<ConversationId, LogHead> believed = new HashMap<>();
                heads.forEach((id, head) -> believed.put(
                        id, new LogHead(Math.max(head.head(), said.getOrDefault(id, 0L)), head.stateSeq())));
                return believed;
            });
        }
    }

    /** Leaves the newest entry out of what readers see for one more read. */
    static final class ShowsOldHeads extends Broken {
        private final Map<ConversationId, LogHead> shown = new HashMap<>();

        @Override
        public synchronized CompletionStage<Map<ConversationId, LogHead>> heads(
                Collection<ConversationId> conversations) {
            return super.heads(conversations).thenApply(heads -> {
                Map<ConversationId, LogHead> old = new HashMap<>();
                heads.forEach((id, head) -> {
                    LogHead before = shown.put(id, head);
                    old.put(id, before == null ? LogHead.EMPTY : before);
                });
                return old;
            });
        }
    }
}
