import org.jspecify.annotations.NullMarked;

/** Conformance kit, simulator, history checker and fault proxy. */
@NullMarked
module dev.parley.testkit {
    requires com.tngtech.archunit;
    requires transitive dev.parley.core;
    requires transitive org.assertj.core;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires org.slf4j;
}
