package dev.parley.integration.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** The classes of the modules that others embed, without tests. */
final class Modules {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "dev.parley.model",
                    "dev.parley.protocol",
                    "dev.parley.view",
                    "dev.parley.core",
                    "dev.parley.store",
                    "dev.parley.discovery",
                    "dev.parley.presence",
                    "dev.parley.transport",
                    "dev.parley.client");

    private Modules() {}

    static JavaClasses classes() {
        return CLASSES;
    }

    /** Classes of packages and of what is below them. */
    static DescribedPredicate<JavaClass> in(String... packages) {
        List<String> roots = List.of(packages);
        return DescribedPredicate.describe(
                "in " + roots,
                type -> roots.stream().anyMatch(root -> (type.getPackageName() + ".").startsWith(root + ".")));
    }

    /** A class and those inside of it. */
    static DescribedPredicate<JavaClass> outermost(Class<?> type) {
        return DescribedPredicate.describe(
                "of " + type.getSimpleName(),
                other -> other.getName().equals(type.getName())
                        || other.getName().startsWith(type.getName() + "$"));
    }
}
