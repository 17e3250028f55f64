package dev.parley.integration.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Breaks each guarantee and sees to it that the test which proves the guarantee fails. What is broken, and which test has
 * to notice, says a file of {@code src/test/resources/mutations} each.
 */
@Tag("any-jdk")
class MutationTest {

    private static final Pattern TEST = Pattern.compile("([\\w.]+)(?:#(\\w+)(?::(\\d+))?)?");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> aBrokenGuaranteeIsNoticed() throws IOException {
        return Mutation.all().stream()
                .map(mutation -> DynamicTest.dynamicTest(mutation.name(), () -> notice(mutation)));
    }

    private void notice(Mutation mutation) throws Exception {
        Path classes = folder.resolve(mutation.name());
        assertThat(classes.toFile().mkdir()).isTrue();
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        try (BrokenBuild build = BrokenBuild.of(mutation, classes)) {
            thread.setContextClassLoader(build);
            TestExecutionSummary summary = run(build, mutation.test());
            assertThat(summary.getTestsStartedCount()).as(mutation.test()).isPositive();
            assertThat(summary.getTotalFailureCount())
                    .as("failures of %s with %s", mutation.test(), mutation.name())
                    .isPositive();
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private static TestExecutionSummary run(BrokenBuild build, String test) throws ClassNotFoundException {
        DiscoverySelector selector = selector(build, test);
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        request()
                                .selectors(selector)
                                // What waits for ever has noticed, too.
                                .configurationParameter("junit.jupiter.execution.timeout.default", "30 s")
                                .configurationParameter(
                                        "junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static DiscoverySelector selector(BrokenBuild build, String test) throws ClassNotFoundException {
        Matcher form = TEST.matcher(test);
        if (!form.matches()) {
            throw new IllegalArgumentException("test: " + test + " (expected: class, class#method or class#factory:7)");
        }
        Class<?> type = build.loadClass(form.group(1));
        if (form.group(2) == null) {
            return selectClass(type);
        }
        return form.group(3) == null
                ? selectMethod(type, form.group(2))
                : selectUniqueId("[engine:junit-jupiter]/[class:" + type.getName() + "]/[test-factory:" + form.group(2)
                        + "()]/[dynamic-test:#" + form.group(3) + "]");
    }

    @Test
    void everyGuaranteeIsBroken() throws IOException {
        assertThat(Mutation.all())
                .extracting(mutation -> mutation.name().substring(0, 3))
                .containsAll(IntStream.rangeClosed(1, 20)
                        .mapToObj(number -> String.format("G%02d", number))
                        .toList());
    }
}
