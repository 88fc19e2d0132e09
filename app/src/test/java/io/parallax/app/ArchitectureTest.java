package io.parallax.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which part may know which, in code. The picture and the reasons are in ARCHITECTURE.md.
class ArchitectureTest {
    private static final JavaClasses PARALLAX = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.parallax");

    /// The engine's packages as a stack: each may use those before it.
    private static final List<String> ENGINE = List.of(
            "io.parallax.units",
            "io.parallax.instrument",
            "io.parallax.exchange",
            "io.parallax.marketdata",
            "io.parallax.strategy",
            "io.parallax.position",
            "io.parallax.risk",
            "io.parallax.execution",
            "io.parallax.telemetry",
            "io.parallax.engine",
            "io.parallax.journal",
            "io.parallax.tape");

    private static final String[] ENGINE_PACKAGES = ENGINE.toArray(String[]::new);

    @Test
    void seesTheWholeSystem() {
        Set<String> packages = PARALLAX.stream().map(c -> c.getPackageName()).collect(Collectors.toSet());
        assertThat(packages)
                .contains("io.parallax.units", "io.parallax.engine", "io.parallax.execution")
                .contains("io.parallax.exchange.vest", "io.parallax.exchange.paradex")
                .contains("io.parallax.simulator.core", "io.parallax.app", "io.parallax.ui.terminal");
    }

    static List<Integer> layers() {
        return java.util.stream.IntStream.range(0, ENGINE.size()).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void enginePackagesUseOnlyThoseBeforeThem(int layer) {
        String[] later = ENGINE.subList(layer + 1, ENGINE.size()).toArray(String[]::new);
        if (later.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(ENGINE.get(layer))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .allowEmptyShould(true)
                    .check(PARALLAX);
        }
    }

    @Test
    void theEngineUsesNothingOfParallaxButItself() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE_PACKAGES)
                .should()
                .dependOnClassesThat(resideInAPackage("io.parallax..").and(not(resideInAnyPackage(ENGINE_PACKAGES))))
                .check(PARALLAX);
    }

    @Test
    void theEngineTouchesNoSocketFileJsonOrLog() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE_PACKAGES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.io..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "io.netty..",
                        "tools.jackson..",
                        "org.slf4j..",
                        "ch.qos.logback..",
                        "com.lmax..")
                .check(PARALLAX);
    }

    @Test
    void theEngineStartsNoThreadAndReadsNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE_PACKAGES)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.time..")
                .orShould()
                .callMethodWhere(target(owner(type(Thread.class))).and(target(not(name("onSpinWait")))))
                .orShould()
                .callConstructorWhere(target(owner(type(Thread.class))))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.concurrent\\.(Executor|Executors|ThreadLocalRandom|Semaphore|locks\\..*)")
                .check(PARALLAX);
    }

    @Test
    void theEngineHoldsAndReturnsNoFloatingPointNumber() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(ENGINE_PACKAGES)
                .should()
                .haveRawType(double.class)
                .orShould()
                .haveRawType(float.class)
                .check(PARALLAX);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(ENGINE_PACKAGES)
                .should()
                .haveRawReturnType(double.class)
                .orShould()
                .haveRawReturnType(float.class)
                .check(PARALLAX);
    }

    @Test
    void exchangesUseOnlyThePortOfTheEngine() {
        noClasses()
                .that()
                .resideInAPackage("io.parallax.exchange.*..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.parallax..")
                        .and(not(resideInAnyPackage(
                                "io.parallax.units",
                                "io.parallax.instrument",
                                "io.parallax.exchange",
                                "io.parallax.exchange.*.."))))
                .check(PARALLAX);
    }

    @Test
    void vestAndParadexDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.parallax.exchange.vest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.parallax.exchange.paradex..")
                .check(PARALLAX);
        noClasses()
                .that()
                .resideInAPackage("io.parallax.exchange.paradex..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.parallax.exchange.vest..")
                .check(PARALLAX);
    }

    @Test
    void transportKnowsNoExchange() {
        noClasses()
                .that()
                .resideInAnyPackage("io.parallax.exchange.transport..", "io.parallax.exchange.signing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.parallax.exchange.vest..", "io.parallax.exchange.paradex..")
                .check(PARALLAX);
    }

    @Test
    void signingIsUsefulAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.parallax.exchange.signing..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.parallax..").and(not(resideInAPackage("io.parallax.exchange.signing.."))))
                .check(PARALLAX);
    }

    @Test
    void onlyTheAppUsesTheSimulator() {
        noClasses()
                .that(resideInAPackage("io.parallax..")
                        .and(not(resideInAnyPackage("io.parallax.simulator..", "io.parallax.app.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.parallax.simulator..")
                .check(PARALLAX);
    }

    @Test
    void simulatedExchangesAreIndependentOfTheAdaptersTheyTest() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.parallax.simulator.core..",
                        "io.parallax.simulator.market..",
                        "io.parallax.simulator.server..",
                        "io.parallax.simulator.vest..",
                        "io.parallax.simulator.paradex..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.parallax.exchange.vest..", "io.parallax.exchange.paradex..", "io.parallax.app..")
                .check(PARALLAX);
    }

    @Test
    void screensSeeSnapshotsAndOperatorCommandsOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.parallax.ui..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.parallax.app..", "io.parallax.simulator..", "io.parallax.exchange.*..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.parallax.engine.TradingEngine")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.parallax.exchange.ExchangeAdapter")
                .check(PARALLAX);
    }

    @Test
    void theCommandLineIsTheTop() {
        noClasses()
                .that(not(resideInAPackage("io.parallax.app.cli..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.parallax.app.cli..", "picocli..")
                .check(PARALLAX);
    }

    @Test
    void configurationStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.parallax.app.config..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.parallax.app..").and(not(resideInAPackage("io.parallax.app.config.."))))
                .check(PARALLAX);
    }

    @Test
    void onlyTransportAndTheSimulatorsServerSpeakNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.parallax.exchange.transport..", "io.parallax.simulator.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(PARALLAX);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.parallax.(**)").should().beFreeOfCycles().check(PARALLAX);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaPackage each : PARALLAX.getPackage("io.parallax").getSubpackagesInTree()) {
            if (!each.getClasses().isEmpty() && !each.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(each.getName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void classesAreFinalOrAbstractSoThatNothingIsInheritedByChance() {
        classes()
                .that()
                .resideInAPackage("io.parallax..")
                .and()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .orShould()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                .check(PARALLAX);
    }
}
