package io.parallax.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Beside quantiles of every sample kept with its exact weight.
class RollingQuantilesTest {
    private static final int[] PERCENTS = {1, 5, 25, 50, 75, 95, 99};
    private static final double WEIGHT_OFF = 0.002;

    private record Weighed(long ppm, double weight) {}

    private static long widthPpm(long ppm) {
        return 1 + Math.abs(ppm) / 256;
    }

    /// Within a bucket of the value that has the wanted share of all weight at or below it.
    private static void follows(String what, int halfLife, int samples, IntToLongFunction market) {
        RollingQuantiles rolling = new RollingQuantiles(halfLife);
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            long ppm = market.applyAsLong(i);
            seen.add(ppm);
            rolling.add(ppm);
            if (i % Math.max(1, samples / 20) == 0) {
                agrees(what + ", sample " + i, halfLife, seen, rolling);
            }
        }
        agrees(what, halfLife, seen, rolling);
    }

    private static void agrees(String what, int halfLife, List<Long> seen, RollingQuantiles rolling) {
        List<Weighed> weighed = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            weighed.add(new Weighed(seen.get(i), Math.pow(2, -(double) (seen.size() - 1 - i) / halfLife)));
        }
        double sum = weighed.stream().mapToDouble(Weighed::weight).sum();
        for (int percent : PERCENTS) {
            long found = rolling.quantilePpm(percent);
            long width = widthPpm(found);
            double below = weighed.stream()
                    .filter(each -> each.ppm < found - width)
                    .mapToDouble(Weighed::weight)
                    .sum();
            double upTo = weighed.stream()
                    .filter(each -> each.ppm <= found + width)
                    .mapToDouble(Weighed::weight)
                    .sum();
            String which = what + ": p" + percent + " is " + found;
            assertThat(below / sum).as(which + ", weight below").isLessThanOrEqualTo(percent / 100.0 + WEIGHT_OFF);
            assertThat(upTo / sum).as(which + ", weight up to").isGreaterThanOrEqualTo(percent / 100.0 - WEIGHT_OFF);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_126})
    void agreesWithExactQuantilesOfRandomSpreads(long seed) {
        Random random = new Random(seed);
        follows("normal, seed " + seed, 1_800, 9_000, i -> Math.round(1_200 + 300 * random.nextGaussian()));
        follows("wide, seed " + seed, 60, 2_000, i -> random.nextLong(-100_000, 100_001));
        follows("around zero, seed " + seed, 10, 500, i -> random.nextLong(-20, 21));
    }

    /// The basis jumps, the noise changes with it, and now and then a sample is far out.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_126})
    void agreesWithExactQuantilesWhileTheMarketChanges(long seed) {
        Random random = new Random(seed);
        long[] level = {0, 50};
        follows("regimes, seed " + seed, 600, 6_000, i -> {
            if (random.nextInt(400) == 0) {
                level[0] = random.nextLong(-5_000, 5_001);
                level[1] = random.nextLong(1, 800);
            }
            return random.nextInt(50) == 0
                    ? random.nextLong(-90_000, 90_001)
                    : Math.round(level[0] + level[1] * random.nextGaussian());
        });
    }

    @Test
    void keepsSmallValuesExactly() {
        RollingQuantiles rolling = new RollingQuantiles(10_000);
        for (long ppm = -511; ppm <= 511; ppm++) {
            RollingQuantiles one = new RollingQuantiles(60);
            one.add(ppm);
            assertThat(one.quantilePpm(50)).isEqualTo(ppm);
            rolling.add(ppm);
        }
        assertThat(rolling.quantilePpm(1)).isLessThan(-490);
    }

    @ParameterizedTest
    @CsvSource({"511,511", "512,513", "-513,-512", "100000,100095", "-100001,-99841", "9000000,131071"})
    void keepsLargeValuesToOnePartIn256(long ppm, long shown) {
        RollingQuantiles one = new RollingQuantiles(60);
        one.add(ppm);
        assertThat(one.quantilePpm(99)).isBetween(shown - widthPpm(shown), shown);
    }

    @Test
    void outliersMoveTheMeanAndNotTheMedian() {
        RollingQuantiles quantiles = new RollingQuantiles(600);
        RollingMean mean = new RollingMean(600);
        for (int i = 0; i < 6_000; i++) {
            long ppm = i % 20 == 0 ? 20_000 : 1_000 + i % 7;
            quantiles.add(ppm);
            mean.add(ppm);
        }
        assertThat(quantiles.quantilePpm(50)).isBetween(1_000L, 1_006L);
        assertThat(mean.meanPpm()).isGreaterThan(1_800);
    }

    @Test
    void nothingIsKnownBeforeTheFirstSampleAndAfterAClear() {
        RollingQuantiles rolling = new RollingQuantiles(60);
        assertThat(rolling.quantilePpm(50)).isEqualTo(SpreadCalculator.NO_SPREAD);
        rolling.add(77);
        rolling.clear();
        assertThat(rolling.quantilePpm(50)).isEqualTo(SpreadCalculator.NO_SPREAD);
        rolling.add(-5);
        assertThat(rolling.quantilePpm(50)).isEqualTo(-5);
    }

    /// A week of seconds as half-life, five weeks long: the sums of weights stay in range.
    @Test
    void theLongestHalfLifeDoesNotOverflow() {
        int week = 7 * 86_400;
        RollingQuantiles rolling = new RollingQuantiles(week);
        for (int i = 0; i < 5 * week; i++) {
            rolling.add(i % 1_000);
        }
        assertThat(rolling.quantilePpm(50)).isBetween(497L, 501L);
        assertThat(rolling.quantilePpm(95)).isBetween(945L, 953L);
    }

    @Test
    void allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RollingQuantiles rolling = new RollingQuantiles(60);
        long sum = 0;
        long bytes = Long.MAX_VALUE;
        // Until the compiler is done there is garbage of its making: the first clean round counts.
        for (int round = 0; bytes > 1_000 && round < 30; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                rolling.add((i * 7_919L) % 4_001 - 2_000);
                sum += rolling.quantilePpm(95);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(sum).isNotZero();
        assertThat(bytes).isLessThanOrEqualTo(1_000);
    }
}
