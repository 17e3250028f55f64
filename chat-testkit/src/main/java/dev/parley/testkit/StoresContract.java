package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.log.LogStoreContract;
import dev.parley.testkit.log.LogStoreRowsContract;
import dev.parley.testkit.state.BlockStoreContract;
import dev.parley.testkit.state.ConversationStoreContract;
import dev.parley.testkit.state.DeviceStoreContract;
import dev.parley.testkit.state.InboxStoreContract;
import dev.parley.testkit.state.MarkStoreContract;
import org.junit.jupiter.api.Test;

/**
 * The contracts of all stores. An adapter's test class implements it; one that can do more, also
 * {@link LogStoreRowsContract}, {@link dev.parley.testkit.log.LogStoreFaultContract} and
 * {@link dev.parley.testkit.store.RestartContract}. Implementations are thread-safe.
 */
public interface StoresContract
        extends LogStoreContract,
                ConversationStoreContract,
                InboxStoreContract,
                MarkStoreContract,
                DeviceStoreContract,
                BlockStoreContract {

    /** Whoever says that appends move inbox rows is tested for it. */
    @Test
    default void rule23_whoMovesRowsTakesTheSuiteForIt() {
        assertThat(!stores().logs().movesRows() || this instanceof LogStoreRowsContract)
                .as("a test class of stores whose appends move rows implements LogStoreRowsContract")
                .isTrue();
    }
}
