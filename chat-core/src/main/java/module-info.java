import org.jspecify.annotations.NullMarked;

/** Model, SPI, engine, session core and in-memory implementations. */
@NullMarked
module dev.parley.core {
    exports dev.parley.core;
    exports dev.parley.core.discovery;
    exports dev.parley.core.host;
    exports dev.parley.core.memory;
    exports dev.parley.core.runtime;
    exports dev.parley.core.service;
    exports dev.parley.core.session;
    exports dev.parley.core.spi;
    exports dev.parley.core.spi.discovery;
    exports dev.parley.core.spi.log;
    exports dev.parley.core.spi.node;
    exports dev.parley.core.spi.state;

    requires com.github.benmanes.caffeine;
    requires transitive dev.parley.protocol;
    requires static transitive org.jspecify;
    requires org.slf4j;
}
