import org.jspecify.annotations.NullMarked;

/** Client SDK: outbox, reconnect, gap repair, cache. */
@NullMarked
module dev.parley.client {
    exports dev.parley.client;
    exports dev.parley.client.store;
    exports dev.parley.client.transport;

    requires transitive dev.parley.protocol;
    requires transitive java.net.http;
    requires static transitive org.jspecify;
    requires org.slf4j;
}
