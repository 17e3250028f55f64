package dev.parley.store.cassandra;

import static dev.parley.store.cassandra.Entries.all;
import static dev.parley.store.cassandra.Entries.append;
import static dev.parley.store.cassandra.Entries.await;
import static dev.parley.store.cassandra.Entries.conversation;
import static dev.parley.store.cassandra.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.parley.core.Stores;
import dev.parley.core.spi.log.AppendResult;
import dev.parley.core.spi.state.InboxBump;
import dev.parley.model.ConversationId;
import dev.parley.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One connection with room for few statements, as a busy node has when Cassandra is slow: what finds none waits. */
class NarrowConnectionIT {

    private static final int REQUESTS = 8;

    @Test
    void moreStatementsThanAConnectionTakesAreWaitedForAndNotRefused() {
        try (CqlSession session = TestCassandra.builder(TestCassandra.server().addresses(), 1, REQUESTS)
                        .build();
                CassandraStore store =
                        CassandraStore.open(session, TestCassandra.keyspace(TestCassandra.session(), "narrow"))) {
            Stores stores = store.stores();
            List<ConversationId> conversations =
                    IntStream.range(0, 30).mapToObj(number -> conversation()).toList();
            List<CompletionStage<Void>> bumped = new ArrayList<>();
            List<CompletionStage<AppendResult>> appends = new ArrayList<>();
            for (ConversationId conversation : conversations) {
                appends.add(append(stores.logs(), conversation, entry("one")));
                bumped.add(stores.inboxes().bump(bumps(conversation)));
            }
            appends.forEach(each -> assertThat(await(each)).isEqualTo(new AppendResult.Appended(1)));
            bumped.forEach(Entries::await);
            conversations.forEach(
                    conversation -> assertThat(all(stores.logs(), conversation)).hasSize(1));
        }
    }

    private static List<InboxBump> bumps(ConversationId conversation) {
        return IntStream.range(0, 100)
                .mapToObj(number -> new InboxBump(new UserId("user-" + number), conversation, 1, new UUID(1, number)))
                .toList();
    }
}
