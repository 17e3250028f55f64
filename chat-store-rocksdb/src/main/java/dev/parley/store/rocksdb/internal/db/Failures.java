package dev.parley.store.rocksdb.internal.db;

import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.Status.SubCode;

/** What a failure of RocksDB means to the caller. */
final class Failures {

    private Failures() {}

    /** A failed read: nothing was changed. */
    static ChatException read(RocksDBException failure) {
        return new ChatException(
                ErrorCode.STORE_UNAVAILABLE, "the store cannot be read (" + code(failure) + ")", failure);
    }

    /** A write that RocksDB began and did not finish: how much of it is in the log shows when that is read again. */
    static ChatException write(RocksDBException failure) {
        return new ChatException(
                ErrorCode.OUTCOME_UNKNOWN, "the store cannot be written (" + code(failure) + ")", failure);
    }

    /** A write that was not begun. */
    static ChatException refused(RocksDBException failure) {
        return new ChatException(
                ErrorCode.STORE_UNAVAILABLE, "the store cannot be written (" + code(failure) + ")", failure);
    }

    static ChatException closed() {
        return new ChatException(ErrorCode.STORE_UNAVAILABLE, "the store is closed");
    }

    /** Anything that is not ours is a fault in here. */
    static ChatException ours(Throwable failure) {
        return failure instanceof ChatException chat
                ? chat
                : new ChatException(ErrorCode.INTERNAL, "the store failed: " + failure, failure);
    }

    /** Tells whether RocksDB itself waits for space, and goes on when there is some. */
    static boolean isNoSpace(RocksDBException failure) {
        Status status = failure.getStatus();
        return status != null && status.getSubCode() == SubCode.NoSpace;
    }

    private static String code(RocksDBException failure) {
        Status status = failure.getStatus();
        return status == null ? "no status" : status.getCodeString().toLowerCase(Locale.ROOT);
    }
}
