package dev.parley.testkit.log;

/** All topics of the log's contract that need nothing but a store. Implementations are thread-safe. */
public interface LogStoreContract
        extends LogStoreOrderContract,
                LogStoreIdempotencyContract,
                LogStoreExpectationContract,
                LogStoreReadingContract,
                LogStoreBatchContract,
                LogStoreContentContract,
                LogStoreUnreadContract,
                LogStoreListingContract,
                LogStoreConcurrencyContract {}
