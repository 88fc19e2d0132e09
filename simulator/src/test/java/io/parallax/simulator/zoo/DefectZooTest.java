package io.parallax.simulator.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A simulation that finds nothing proves nothing by itself: it must notice every defect of the zoo, and nothing else.
///
/// `-Dparallax.zoo=all` (or `Z07,Z12`) hunts more defects than the few of every build, each for at most
/// `-Dparallax.zoo.episodes` episodes (20,000), on `-Dparallax.zoo.threads` threads (1), and writes `target/zoo.md`.
/// `-Dparallax.zoo.canary=SEED` hunts one of all, drawn from the seed, without saying which.
class DefectZooTest {
    private static final long SEED = Long.getLong("parallax.seed", 1);
    private static final int MINUTES = 15;
    private static final int SMOKE_EPISODES = 200;
    private static final int EPISODES = Integer.getInteger("parallax.zoo.episodes", 20_000);
    private static final int THREADS = Integer.getInteger("parallax.zoo.threads", 1);

    private final Zoo zoo = new Zoo(SEED, MINUTES);

    @ParameterizedTest
    @ValueSource(strings = {"Z01", "Z03", "Z04", "Z05", "Z06", "Z10", "Z11", "Z12"})
    void theFewAreCaughtInEveryBuild(String id) {
        assertCaught(zoo.hunt(defect(id), SMOKE_EPISODES));
    }

    @Test
    void theSoundBotIsNotCaught() {
        for (int number = 0; number < 5; number++) {
            assertThat(ZooEpisodes.violation(SEED, number, MINUTES, 1))
                    .as("seed %d, episode %d", SEED, number)
                    .isEmpty();
        }
    }

    @Test
    void everyDefectStillFitsTheCode() {
        Set<String> ids = new HashSet<>();
        for (Defect defect : Defects.ALL) {
            assertThat(ids.add(defect.id())).as("%s is there once", defect.id()).isTrue();
            assertThat(MutantCompiler.ofThisBuild().compile(defect)).isNotEmpty();
        }
    }

    @Test
    void aDefectThatNoLongerFitsIsNoticed() {
        Defect gone = Defect.of("X", "", "", Defect.in("engine/execution/LegDesk", "no such words", ""));
        assertThatThrownBy(() -> MutantCompiler.ofThisBuild().compile(gone)).hasMessageContaining("does not hold");
        Defect twice = Defect.of("X", "", "", Defect.in("engine/execution/LegDesk", "long nowNanos", ""));
        assertThatThrownBy(() -> MutantCompiler.ofThisBuild().compile(twice)).hasMessageContaining("more than once");
    }

    @Test
    @EnabledIfSystemProperty(named = "parallax.zoo.canary", matches = "-?[0-9]+")
    void aDefectUnderANeutralNameIsCaught() {
        SplittableRandom random = new SplittableRandom(Long.getLong("parallax.zoo.canary", 0));
        Defect drawn = Defects.ALL.get(random.nextInt(Defects.ALL.size()));
        assertCaught(zoo.hunt(drawn.renamed("X"), EPISODES));
    }

    @Test
    @EnabledIfSystemProperty(named = "parallax.zoo", matches = ".+")
    void everyDefectAskedForIsCaught() throws InterruptedException, ExecutionException, IOException {
        List<Zoo.Catch> caught = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Zoo.Catch>> hunts = new ArrayList<>();
            for (Defect defect : askedFor(System.getProperty("parallax.zoo", ""))) {
                hunts.add(pool.submit(() -> zoo.hunt(defect, EPISODES)));
            }
            for (Future<Zoo.Catch> hunt : hunts) {
                Zoo.Catch each = hunt.get();
                caught.add(each);
                System.out.print(ZooTable.row(each));
                ZooTable.write(Path.of(System.getProperty("basedir", ""), "target", "zoo.md"), caught);
            }
        }
        assertThat(caught).as("seed %d", SEED).allSatisfy(DefectZooTest::assertCaught);
    }

    private static List<Defect> askedFor(String ids) {
        return ids.equals("all")
                ? Defects.ALL
                : Arrays.stream(ids.split(",", -1)).map(DefectZooTest::defect).toList();
    }

    private static Defect defect(String id) {
        return Defects.ALL.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no defect " + id));
    }

    private static void assertCaught(Zoo.Catch found) {
        assertThat(found.caught())
                .as(
                        "%s (%s) within %d episodes of seed %d",
                        found.defect().id(), found.defect().text(), found.episodes(), SEED)
                .isTrue();
    }
}
