package io.github.tracingboot;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

/** Features meet only as OpenTelemetry types in the bean factory. */
class LayeringTests {

	private static final String ROOT = LayeringTests.class.getPackageName();

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void noFeatureImportsAnother() {
		SliceRule rule = slices().matching(ROOT + ".(*)..")
			.should()
			.notDependOnEachOther()
			.ignoreDependency(alwaysTrue(), resideInAPackage(ROOT + ".core"));
		rule.check(CLASSES);
	}

	@Test
	void theSharedPackageImportsNoFeature() {
		ArchRule rule = noClasses().that()
			.resideInAPackage(ROOT + ".core")
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + "..").and(resideInAPackage(ROOT + ".core").negate()));
		rule.check(CLASSES);
	}

	@Test
	void theSharedPackageStaysSmall() {
		assertThat(CLASSES.stream()
			.filter((type) -> type.getPackageName().equals(ROOT + ".core"))
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isNestedClass()))
			.hasSizeBetween(1, 6);
	}

}
