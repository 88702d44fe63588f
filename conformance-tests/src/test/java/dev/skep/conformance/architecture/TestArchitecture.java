package dev.skep.conformance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class TestArchitecture {

    @Test
    void roomsKeepTheirDirections() {
        JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(
                        location -> !location.contains("-tests.jar") && !location.contains("/dev/skep/thrift/hms/")
                                && !location.contains("/dev/skep/thrift/hs2/"))
                .importPackages("dev.skep");
        assertThat(classes).hasSizeGreaterThan(300);
        ArchitectureRules.of("dev.skep").forEach((name, rule) -> rule.as(name).allowEmptyShould(true).check(classes));
    }

    @Test
    void everyRuleFailsOnAPlantedViolation() {
        JavaClasses planted = new ClassFileImporter().importPackages("planted");
        Set<String> silent = new TreeSet<>();
        ArchitectureRules.of("planted").forEach((name, rule) -> {
            if (!rule.allowEmptyShould(true).evaluate(planted).hasViolation()) {
                silent.add(name);
            }
        });
        assertThat(silent).as("rules that no planted violation breaks").isEmpty();
    }
}
