import org.jspecify.annotations.NullMarked;

/** Conformance kit: the contract of every SPI as tests, and what tests of an engine need. */
@NullMarked
module dev.parley.testkit {
    exports dev.parley.testkit;
    exports dev.parley.testkit.discovery;
    exports dev.parley.testkit.history;
    exports dev.parley.testkit.history.check;
    exports dev.parley.testkit.history.file;
    exports dev.parley.testkit.log;
    exports dev.parley.testkit.node;
    exports dev.parley.testkit.probe;
    exports dev.parley.testkit.proxy;
    exports dev.parley.testkit.runtime;
    exports dev.parley.testkit.state;
    exports dev.parley.testkit.store;

    requires com.fasterxml.jackson.core;
    requires transitive dev.parley.core;
    requires transitive org.assertj.core;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires org.slf4j;
}
