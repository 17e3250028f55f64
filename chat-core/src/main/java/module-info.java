import org.jspecify.annotations.NullMarked;

/** Model, SPI, engine, session core and in-memory implementations. */
@NullMarked
module dev.parley.core {
    requires com.github.benmanes.caffeine;
    requires transitive dev.parley.protocol;
    requires static transitive org.jspecify;
    requires org.slf4j;
}
