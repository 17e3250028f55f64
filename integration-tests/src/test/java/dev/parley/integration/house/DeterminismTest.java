package dev.parley.integration.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.parley.core.internal.engine.Engine;
import dev.parley.core.runtime.SystemRuntime;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Engine, session core, model, codecs and client core take time, chance and threads from outside, wait for nobody, and
 * do the same again when they are given the same: the simulator and every replayed seed rest on it.
 */
class DeterminismTest {

    /** Everything but the one class that gives the engine its clock, its threads and its random. */
    private static final JavaClasses DETERMINISTIC = Modules.classes()
            .that(Modules.in("dev.parley.core", "dev.parley.model", "dev.parley.protocol", "dev.parley.view"))
            .that(DescribedPredicate.not(Modules.outermost(SystemRuntime.class)));

    /** The client's core; its loop and its transport are what it is given. */
    private static final JavaClasses CLIENT_CORE = Modules.classes()
            .that(Modules.in("dev.parley.client.internal", "dev.parley.client.store"))
            .that(DescribedPredicate.not(Modules.in("dev.parley.client.internal.loop")));

    @ParameterizedTest
    @EnumSource
    void theCoreDoesNot(Forbidden forbidden) {
        DescribedPredicate<JavaAccess<?>> accesses = forbidden.accesses();
        if (forbidden == Forbidden.BLOCKING) {
            // AutoCloseable waits by its nature; whoever must not wait closes with a deadline and gets a stage.
            accesses = DescribedPredicate.and(accesses, DescribedPredicate.not(from(Engine.class, "close")));
        }
        noClasses().should().accessTargetWhere(accesses).check(DETERMINISTIC);
    }

    @ParameterizedTest
    @EnumSource
    void theClientsCoreDoesNot(Forbidden forbidden) {
        noClasses().should().accessTargetWhere(forbidden.accesses()).check(CLIENT_CORE);
    }

    @Test
    void theCoreTouchesNoFileAndNoNetwork() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..", "javax..")
                        // An address is a value as long as nobody goes there.
                        .and(not(equivalentTo(URI.class))))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccessFile|Console).*")
                .check(DETERMINISTIC);
    }

    @ParameterizedTest
    @EnumSource
    void theRuleSeesEveryOffender(Forbidden forbidden) {
        Class<?> offenders = Arrays.stream(Offenders.class.getDeclaredClasses())
                .filter(type -> type.getSimpleName().equalsIgnoreCase("Of" + forbidden))
                .findFirst()
                .orElseThrow();
        List<JavaMethod> unseen = methods(offenders).stream()
                .filter(method -> method.getAccessesFromSelf().stream().noneMatch(forbidden.accesses()))
                .toList();
        assertThat(methods(offenders)).isNotEmpty();
        assertThat(unseen).isEmpty();
    }

    @Test
    void whatIsGivenFromOutsideIsAllowed() {
        JavaClasses allowed = new ClassFileImporter().importClasses(Offenders.Allowed.class);
        for (Forbidden forbidden : Forbidden.values()) {
            noClasses().should().accessTargetWhere(forbidden.accesses()).check(allowed);
        }
    }

    private static List<JavaMethod> methods(Class<?> type) {
        return List.copyOf(new ClassFileImporter().importClasses(type).get(type).getMethods());
    }

    private static DescribedPredicate<JavaAccess<?>> from(Class<?> type, String method) {
        return DescribedPredicate.describe(
                "from " + type.getSimpleName() + "." + method,
                access -> access.getOriginOwner().isEquivalentTo(type)
                        && access.getOrigin().getName().equals(method));
    }
}
