package dev.parley.testkit;

import dev.parley.testkit.log.LogStoreContract;
import dev.parley.testkit.state.BlockStoreContract;
import dev.parley.testkit.state.ConversationStoreContract;
import dev.parley.testkit.state.DeviceStoreContract;
import dev.parley.testkit.state.InboxStoreContract;
import dev.parley.testkit.state.MarkStoreContract;

/**
 * The contracts of all stores. An adapter's test class implements it; one that can do more, also
 * {@link dev.parley.testkit.log.LogStoreRowsContract}, {@link dev.parley.testkit.log.LogStoreFaultContract} and {@link dev.parley.testkit.store.RestartContract}.
 * Implementations are thread-safe.
 */
public interface StoresContract
        extends LogStoreContract,
                ConversationStoreContract,
                InboxStoreContract,
                MarkStoreContract,
                DeviceStoreContract,
                BlockStoreContract {}
