package io.parallax.simulator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private final Position position = new Position("BTC-PERP");
    private long fillId;

    @Test
    void realisesTheDifferenceBetweenEntryAndExit() {
        fill(Side.BUY, "0.03", "90000");
        long realised = fill(Side.SELL, "0.01", "90300");

        assertThat(FixedPoint.format(realised)).isEqualTo("3");
        assertThat(FixedPoint.format(position.costE8())).isEqualTo("1800");
        assertThat(FixedPoint.format(position.averageEntryE8())).isEqualTo("90000");
    }

    @Test
    void realisesALossOnAShortThatRises() {
        fill(Side.SELL, "2", "100");
        long realised = fill(Side.BUY, "2", "101.5");

        assertThat(FixedPoint.format(realised)).isEqualTo("-3");
        assertThat(position.flat()).isTrue();
        assertThat(position.costE8()).isZero();
    }

    @Test
    void turnsFromLongToShortInOneFill() {
        fill(Side.BUY, "1", "100");
        long realised = fill(Side.SELL, "3", "110");

        assertThat(FixedPoint.format(realised)).isEqualTo("10");
        assertThat(FixedPoint.format(position.quantityE8())).isEqualTo("-2");
        assertThat(FixedPoint.format(position.costE8())).isEqualTo("-220");
        assertThat(FixedPoint.format(position.averageEntryE8())).isEqualTo("110");
    }

    @Test
    void leavesNoRoundingInAFlatPosition() {
        fill(Side.BUY, "0.00000003", "1");
        fill(Side.BUY, "0.00000004", "3");
        fill(Side.SELL, "0.00000002", "1");
        fill(Side.SELL, "0.00000002", "1");
        fill(Side.SELL, "0.00000003", "1");

        assertThat(position.costE8()).isZero();
        assertThat(position.realisedE8()).isEqualTo(position.tradedFlowE8()).isEqualTo(-8);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20_260_214, -7})
    void agreesWithADecimalModelAfterEveryFill(long seed) {
        var random = new SplittableRandom(seed);
        var model = new DecimalModel();
        for (int i = 0; i < 5_000; i++) {
            Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            long quantityE8 = random.nextLong(1, 500) * 1_000;
            long priceE8 = random.nextLong(5_900_000, 6_300_000) * 1_000_000;
            long feeE8 = random.nextLong(0, 1_000_000);
            long notionalE8 = FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
            position.fill(side, quantityE8, notionalE8, feeE8, i, 0);
            model.fill(side, quantityE8, priceE8, feeE8);

            assertThat(position.quantityE8()).isEqualTo(model.quantity.longValueExact());
            assertThat(position.costE8()).isEqualTo(model.cost.longValueExact());
            assertThat(position.realisedE8()).isEqualTo(model.realised.longValueExact());
            assertThat(position.feesE8()).isEqualTo(model.fees.longValueExact());
            assertThat(position.realisedE8() - position.costE8())
                    .isEqualTo(position.tradedFlowE8())
                    .isEqualTo(model.flow.longValueExact());
        }
    }

    private long fill(Side side, String quantity, String price) {
        long quantityE8 = FixedPoint.parse(quantity);
        long notionalE8 = FixedPoint.multiply(FixedPoint.parse(price), quantityE8, Rounding.HALF_EVEN);
        return position.fill(side, quantityE8, notionalE8, 0, ++fillId, 0);
    }

    /// The same ledger in whole 10⁻⁸ of unlimited size, written the slow way: one lot list of signed values.
    private static final class DecimalModel {
        private static final BigDecimal ONE = BigDecimal.valueOf(FixedPoint.ONE);
        private BigDecimal quantity = BigDecimal.ZERO;
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal realised = BigDecimal.ZERO;
        private BigDecimal fees = BigDecimal.ZERO;
        private BigDecimal flow = BigDecimal.ZERO;

        void fill(Side side, long quantityE8, long priceE8, long feeE8) {
            BigDecimal signed = BigDecimal.valueOf(side.sign() * quantityE8);
            BigDecimal price = BigDecimal.valueOf(priceE8);
            BigDecimal notional = signed.multiply(price).divide(ONE, 0, RoundingMode.HALF_EVEN);
            flow = flow.subtract(notional);
            fees = fees.add(BigDecimal.valueOf(feeE8));
            BigDecimal opposite = signed.signum() == -quantity.signum()
                    ? signed.abs().min(quantity.abs()).multiply(BigDecimal.valueOf(signed.signum()))
                    : BigDecimal.ZERO;
            if (opposite.signum() != 0) {
                BigDecimal proceeds = notional.multiply(opposite).divide(signed, 0, RoundingMode.HALF_EVEN);
                BigDecimal share = cost.multiply(opposite.negate()).divide(quantity, 0, RoundingMode.HALF_EVEN);
                realised = realised.subtract(proceeds).subtract(share);
                cost = cost.subtract(share);
                quantity = quantity.add(opposite);
                notional = notional.subtract(proceeds);
            }
            quantity = quantity.add(signed.subtract(opposite));
            cost = cost.add(notional);
        }
    }
}
