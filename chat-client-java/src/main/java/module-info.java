import org.jspecify.annotations.NullMarked;

/** Client SDK: outbox, reconnect, gap repair, cache. */
@NullMarked
module dev.parley.client {
    requires transitive dev.parley.protocol;
    requires java.net.http;
    requires static transitive org.jspecify;
    requires org.slf4j;
}
