import org.jspecify.annotations.NullMarked;

/** Frames, codecs, error and close codes; shared by server and client. */
@NullMarked
@SuppressWarnings("module") // those whom a package is exported to are built later
module dev.parley.protocol {
    exports dev.parley.model;
    exports dev.parley.model.internal to
            dev.parley.client,
            dev.parley.core,
            dev.parley.discovery.zookeeper,
            dev.parley.presence.redis,
            dev.parley.store.jdbc,
            dev.parley.store.cassandra,
            dev.parley.store.rocksdb,
            dev.parley.transport.websocket;
    exports dev.parley.protocol;
    exports dev.parley.view;

    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.cbor;
    requires static transitive org.jspecify;
}
