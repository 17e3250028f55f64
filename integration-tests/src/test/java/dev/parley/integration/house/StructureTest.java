package dev.parley.integration.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructureTest {

    static final List<String> ADAPTERS = List.of(
            "dev.parley.store.cassandra",
            "dev.parley.store.jdbc",
            "dev.parley.store.rocksdb",
            "dev.parley.discovery.zookeeper",
            "dev.parley.presence.redis",
            "dev.parley.transport.websocket",
            "dev.parley.client");

    /** Where a user starts and the parts are put together: the only edges from a module's first package downwards. */
    private static final List<String> ENTRANCES = List.of(
            "dev.parley.protocol.EntryCodec",
            "dev.parley.protocol.FrameCodec",
            "dev.parley.core.Chat",
            "dev.parley.core.ChatBuilder",
            "dev.parley.store.cassandra.CassandraStore",
            "dev.parley.store.jdbc.JdbcStore",
            "dev.parley.store.rocksdb.RocksStore",
            "dev.parley.presence.redis.RedisLogCache",
            "dev.parley.presence.redis.RedisNodes",
            "dev.parley.transport.websocket.ChatServer",
            "dev.parley.client.ParleyClientBuilder");

    private static SliceRule acyclic() {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.parley.model,dev.parley.protocol,dev.parley.view",
                "dev.parley.core",
                "dev.parley.store.cassandra",
                "dev.parley.store.jdbc",
                "dev.parley.store.rocksdb",
                "dev.parley.discovery.zookeeper",
                "dev.parley.presence.redis",
                "dev.parley.transport.websocket",
                "dev.parley.client"
            })
    void packagesAreFreeOfCycles(String module) {
        acyclic()
                .ignoreDependency(
                        DescribedPredicate.describe(
                                "entrance", (JavaClass type) -> ENTRANCES.contains(outermost(type))),
                        DescribedPredicate.alwaysTrue())
                .check(Modules.classes().that(Modules.in(module.split(","))));
    }

    /** Without its exemption the rule finds the builder's cycle, so it would find another. */
    @Test
    void theRuleAgainstCyclesFindsOne() {
        JavaClasses core = Modules.classes().that(Modules.in("dev.parley.core"));
        assertThatThrownBy(() -> acyclic().check(core))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ChatBuilder");
    }

    @ParameterizedTest
    @FieldSource("ADAPTERS")
    void anAdapterSeesNoOther(String adapter) {
        String[] others =
                ADAPTERS.stream().filter(other -> !other.equals(adapter)).toArray(String[]::new);
        noClasses()
                .that(Modules.in(adapter))
                .should()
                .dependOnClassesThat(Modules.in(others))
                .check(Modules.classes());
    }

    @Test
    void theCoreSeesNoAdapter() {
        noClasses()
                .that(Modules.in("dev.parley.core"))
                .should()
                .dependOnClassesThat(Modules.in(ADAPTERS.toArray(String[]::new)))
                .check(Modules.classes());
    }

    @Test
    void theProtocolSeesNothingButItself() {
        noClasses()
                .that(Modules.in("dev.parley.model", "dev.parley.protocol", "dev.parley.view"))
                .should()
                .dependOnClassesThat(Modules.in(
                        "dev.parley.core",
                        "dev.parley.store",
                        "dev.parley.discovery",
                        "dev.parley.presence",
                        "dev.parley.transport"))
                .orShould()
                .dependOnClassesThat(Modules.in("dev.parley.client"))
                .check(Modules.classes());
    }

    @Test
    void theClientKnowsNoEngine() {
        noClasses()
                .that(Modules.in("dev.parley.client"))
                .should()
                .dependOnClassesThat(Modules.in("dev.parley.core"))
                .check(Modules.classes());
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }
}
