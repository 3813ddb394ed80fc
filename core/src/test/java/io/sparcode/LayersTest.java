package io.sparcode;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** Imports run one way, and each package knows only the libraries that are its business. */
@AnalyzeClasses(
        packages = "io.sparcode",
        importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class LayersTest {
    @ArchTest
    static final ArchRule importsRunOneWay = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("image")
            .definedBy("io.sparcode.image..")
            .layer("storage")
            .definedBy("io.sparcode.storage..")
            .layer("provenance")
            .definedBy("io.sparcode.provenance..")
            .layer("dataset")
            .definedBy("io.sparcode.dataset..")
            .layer("model")
            .definedBy("io.sparcode.model..")
            .layer("training")
            .definedBy("io.sparcode.training..")
            .layer("scoring")
            .definedBy("io.sparcode.scoring..")
            .layer("ml")
            .definedBy("io.sparcode.ml..")
            .layer("analysis")
            .definedBy("io.sparcode.analysis..")
            .layer("config")
            .definedBy("io.sparcode.config..")
            .layer("report")
            .definedBy("io.sparcode.report..")
            .layer("generation")
            .definedBy("io.sparcode.generation..")
            .whereLayer("report")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("generation")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ml")
            .mayOnlyBeAccessedByLayers("report", "generation")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("ml", "generation")
            .whereLayer("analysis")
            .mayOnlyBeAccessedByLayers("config", "report", "generation")
            .whereLayer("training")
            .mayOnlyBeAccessedByLayers("ml", "config", "report")
            .whereLayer("scoring")
            .mayOnlyBeAccessedByLayers("ml", "analysis", "report", "generation")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("training", "scoring", "ml", "config", "report", "generation")
            .whereLayer("dataset")
            .mayOnlyBeAccessedByLayers("training", "scoring", "analysis", "ml", "config", "report", "generation")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers(
                    "dataset", "model", "training", "scoring", "analysis", "ml", "config", "report", "generation");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.sparcode.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule imagesKnowNeitherSparkNorDl4j = noClasses()
            .that()
            .resideInAPackage("io.sparcode.image..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.spark..", "org.apache.hadoop..", "org.deeplearning4j..", "org.nd4j..", "scala..");

    @ArchTest
    static final ArchRule datasetsAndAnalysesKnowNoDl4j = noClasses()
            .that()
            .resideInAnyPackage("io.sparcode.dataset..", "io.sparcode.analysis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..");

    @ArchTest
    static final ArchRule modelsKnowNoSpark = noClasses()
            .that()
            .resideInAPackage("io.sparcode.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

    @ArchTest
    static final ArchRule nothingBelowConfigReadsStringKeys = noClasses()
            .that()
            .resideOutsideOfPackages("io.sparcode.config..", "io.sparcode.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.typesafe.config..");
}
