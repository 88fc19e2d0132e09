package io.parallax.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {
    private static final Map<Rounding, RoundingMode> ORACLE = Map.of(
            Rounding.DOWN, RoundingMode.DOWN,
            Rounding.UP, RoundingMode.UP,
            Rounding.FLOOR, RoundingMode.FLOOR,
            Rounding.CEILING, RoundingMode.CEILING,
            Rounding.HALF_EVEN, RoundingMode.HALF_EVEN);

    @Test
    void multiplyDivideAgreesWithBigDecimalForEveryRounding() {
        long seed = System.nanoTime();
        System.out.println("FixedPointTest seed " + seed);
        Random random = new Random(seed);
        int fitted = 0;
        for (int i = 0; i < 200_000; i++) {
            long a = anyLong(random);
            long b = anyLong(random);
            long c = anyLong(random);
            if (c == 0) {
                continue;
            }
            for (Rounding rounding : Rounding.values()) {
                BigInteger expected = new BigDecimal(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)))
                        .divide(BigDecimal.valueOf(c), 0, ORACLE.get(rounding))
                        .toBigInteger();
                // Long.MIN_VALUE is a mark elsewhere; the arithmetic refuses to produce it.
                if (expected.abs().bitLength() <= 63) {
                    fitted++;
                    assertThat(FixedPoint.multiplyDivide(a, b, c, rounding))
                            .as("seed %d: %d × %d ÷ %d %s", seed, a, b, c, rounding)
                            .isEqualTo(expected.longValueExact());
                } else {
                    assertThatThrownBy(() -> FixedPoint.multiplyDivide(a, b, c, rounding))
                            .as("seed %d: %d × %d ÷ %d %s", seed, a, b, c, rounding)
                            .isInstanceOf(ArithmeticException.class);
                }
            }
        }
        assertThat(fitted).isGreaterThan(100_000);
    }

    /// Longs of every magnitude, not only the large ones that `nextLong` gives.
    private static long anyLong(Random random) {
        long value = random.nextLong() >> random.nextInt(64);
        return value == Long.MIN_VALUE ? 0 : value;
    }

    @Test
    void dividingByZeroIsRefused() {
        assertThatThrownBy(() -> FixedPoint.divide(FixedPoint.ONE, 0, Rounding.DOWN))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("division by zero");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 100000000",
        "-1, -100000000",
        "0.00000001, 1",
        "-0.5, -50000000",
        "100200.10, 10020010000000",
        "007.5, 750000000",
        "1.000000000000, 100000000",
        "92233720368.54775807, 9223372036854775807"
    })
    void readsPlainDecimals(String text, long expectedE8) {
        assertThat(FixedPoint.parse(text)).isEqualTo(expectedE8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                ".5",
                "5.",
                "1e5",
                "+1",
                " 1",
                "1 ",
                "1,5",
                "NaN",
                "Infinity",
                "0x10",
                "1.2.3",
                "--1",
                "1.000000001",
                "92233720368.54775808",
                "99999999999999999999",
                "١"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> FixedPoint.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void namesWhatItFound() {
        assertThatThrownBy(() -> FixedPoint.parse("1.000000001")).hasMessage("more than 8 decimals: \"1.000000001\"");
        assertThatThrownBy(() -> FixedPoint.parse("9".repeat(1000)))
                .hasMessageMatching("not a plain decimal number: .{1,80}");
    }

    @Test
    void formatsAndReadsBackEveryValue() {
        long seed = System.nanoTime();
        System.out.println("FixedPointTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long value = anyLong(random);
            String text = FixedPoint.format(value);
            assertThat(FixedPoint.parse(text)).as("seed %d", seed).isEqualTo(value);
            assertThat(text)
                    .isEqualTo(BigDecimal.valueOf(value, 8).stripTrailingZeros().toPlainString());
            assertThat(FixedPoint.format(value, 8))
                    .isEqualTo(BigDecimal.valueOf(value, 8).toPlainString());
        }
        assertThat(FixedPoint.format(Long.MIN_VALUE)).isEqualTo("-92233720368.54775808");
    }

    @Test
    void formatsWithExactlyTheDecimalsAskedForAndLosesNone() {
        assertThat(FixedPoint.format(3_000_000, 4)).isEqualTo("0.0300");
        assertThat(FixedPoint.format(9_100_000_000_000L, 2)).isEqualTo("91000.00");
        assertThat(FixedPoint.format(500_000_000, 0)).isEqualTo("5");
        assertThatThrownBy(() -> FixedPoint.format(3_000_001, 4))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("0.03000001 has more than 4 decimals");
    }

    @Test
    void roundsToAMultipleInTheDirectionNamed() {
        assertThat(FixedPoint.roundToMultiple(17, 5, Rounding.FLOOR)).isEqualTo(15);
        assertThat(FixedPoint.roundToMultiple(17, 5, Rounding.CEILING)).isEqualTo(20);
        assertThat(FixedPoint.roundToMultiple(-17, 5, Rounding.DOWN)).isEqualTo(-15);
        assertThat(FixedPoint.roundToMultiple(15, 5, Rounding.UP)).isEqualTo(15);
        assertThatThrownBy(() -> FixedPoint.roundToMultiple(1, 0, Rounding.UP)).hasMessageContaining("step");
    }

    @Test
    void borderTypesReadShowAndCompare() {
        assertThat(Price.of("100.5")).isEqualTo(new Price(10_050_000_000L)).hasToString("100.5");
        assertThat(Quantity.of("-0.25")).isLessThan(Quantity.of("0.1")).hasToString("-0.25");
        assertThat(Notional.of("3")).isGreaterThan(Notional.of("-4")).hasToString("3");
        assertThat(Price.of("2")).isGreaterThan(Price.of("1"));
        assertThatThrownBy(() -> Price.of("0")).hasMessage("a price is positive, found 0");
    }
}
