package dev.parley.store.rocksdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What a later Parley may do to the files: another version, a family more. */
final class NewerVersion {

    private NewerVersion() {}

    static void mark(Path files, int version) throws RocksDBException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (Options options = new Options()) {
            RocksDB.listColumnFamilies(options, files.toString())
                    .forEach(name -> families.add(new ColumnFamilyDescriptor(name)));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions();
                RocksDB db = RocksDB.open(options, files.toString(), families, handles)) {
            db.put("format".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) version});
            if (version > 1) {
                handles.add(
                        db.createColumnFamily(new ColumnFamilyDescriptor("polls".getBytes(StandardCharsets.UTF_8))));
            }
            handles.forEach(ColumnFamilyHandle::close);
        }
    }
}
