package io.parallax.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.strategy.Direction;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegLedgerTest {
    private final LegLedger ledger = new LegLedger();

    private void fill(Side side, long priceE8, long quantityE8, long feeE8) {
        ledger.onQuantity(side.sign() * quantityE8, 1);
        ledger.onFill(side, priceE8, quantityE8, feeE8);
    }

    private void fill(Side side, String price, String quantity, String fee) {
        fill(side, FixedPoint.parse(price), FixedPoint.parse(quantity), FixedPoint.parse(fee));
    }

    @Test
    void aCloseTakesItsShareOfTheCost() {
        fill(Side.BUY, "100", "1", "0.1");
        fill(Side.BUY, "110", "1", "0.1");
        assertThat(ledger.entryPriceE8()).isEqualTo(FixedPoint.parse("105"));
        fill(Side.SELL, "120", "1", "0.1");
        assertThat(ledger.realisedE8()).isEqualTo(FixedPoint.parse("15"));
        assertThat(ledger.feesE8()).isEqualTo(FixedPoint.parse("0.3"));
        fill(Side.SELL, "100", "1", "0");
        assertThat(ledger.realisedE8()).isEqualTo(FixedPoint.parse("10"));
        assertThat(ledger.entryPriceE8()).isZero();
    }

    @Test
    void aShortEarnsWhenThePriceFalls() {
        fill(Side.SELL, "100", "2", "0");
        fill(Side.BUY, "90", "2", "0");
        assertThat(ledger.realisedE8()).isEqualTo(FixedPoint.parse("20"));
    }

    @Test
    void aFillThroughZeroClosesAndOpens() {
        fill(Side.BUY, "100", "1", "0");
        fill(Side.SELL, "110", "3", "0");
        assertThat(ledger.quantityE8()).isEqualTo(FixedPoint.parse("-2"));
        assertThat(ledger.realisedE8()).isEqualTo(FixedPoint.parse("10"));
        assertThat(ledger.entryPriceE8()).isEqualTo(FixedPoint.parse("110"));
    }

    @Test
    void aQuantityWithoutAPriceIsHeldButNotSettled() {
        ledger.onQuantity(5, 7);
        assertThat(ledger.quantityE8()).isEqualTo(5);
        assertThat(ledger.isSettled()).isFalse();
        assertThat(ledger.lastChangeNanos()).isEqualTo(7);
        ledger.onFill(Side.BUY, FixedPoint.ONE, 5, 0);
        assertThat(ledger.isSettled()).isTrue();
    }

    @Test
    void anExecutionTakenBackLeavesNothingBehind() {
        fill(Side.BUY, "100", "1", "0.5");
        ledger.onQuantity(-FixedPoint.ONE, 2);
        ledger.onBust(Side.BUY, FixedPoint.parse("100"), FixedPoint.ONE, FixedPoint.parse("0.5"));
        assertThat(ledger.realisedE8()).isZero();
        assertThat(ledger.feesE8()).isZero();
        assertThat(ledger.quantityE8()).isZero();
    }

    @Test
    void ec04FundingIsKeptApartFromWhatExecutionsEarned() {
        ledger.onFunding(-7);
        ledger.onFunding(5);
        assertThat(ledger.fundingE8()).isEqualTo(-2);
        assertThat(ledger.realisedE8()).isZero();
        assertThat(ledger.feesE8()).isZero();
    }

    @Test
    void whatWasTakenOverIsNotExact() {
        assertThat(ledger.exact()).isTrue();
        ledger.adopt(FixedPoint.ONE, FixedPoint.parse("50"), 3);
        assertThat(ledger.exact()).isFalse();
        assertThat(ledger.entryPriceE8()).isEqualTo(FixedPoint.parse("50"));
    }

    /// The plainest possible account: cash in, cash out.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void realisedMinusFeesIsTheCashThatMovedOnceFlat(long seed) {
        Random random = new Random(seed);
        long cashE8 = 0;
        for (int round = 0; round < 200; round++) {
            for (int step = 0; step < 20; step++) {
                Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
                cashE8 += trade(side, random.nextLong(1, 1_000_000_007L), random);
            }
            if (ledger.quantityE8() != 0) {
                cashE8 += trade(ledger.quantityE8() > 0 ? Side.SELL : Side.BUY, Math.abs(ledger.quantityE8()), random);
            }
            assertThat(ledger.realisedE8() - ledger.feesE8())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(cashE8);
        }
    }

    private long trade(Side side, long quantityE8, Random random) {
        long priceE8 = random.nextLong(1, 70_000 * FixedPoint.ONE);
        long feeE8 = random.nextLong(-1_000, 100_000);
        fill(side, priceE8, quantityE8, feeE8);
        return -side.sign() * FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN) - feeE8;
    }

    @Test
    void ec02FiguresAreOursAgainFromTheNextPositionOn() {
        LegLedger ledger = new LegLedger();
        ledger.adopt(500, 100 * FixedPoint.ONE, 1);
        ledger.onQuantity(-500, 2);
        ledger.onFill(Side.SELL, 100 * FixedPoint.ONE, 500, 0);
        assertThat(ledger.exact()).as("the result of what was adopted").isFalse();
        ledger.onQuantity(300, 3);
        ledger.onFill(Side.BUY, 100 * FixedPoint.ONE, 300, 0);
        assertThat(ledger.exact()).as("a position of our own").isTrue();
        ledger.adopt(200, 100 * FixedPoint.ONE, 4);
        assertThat(ledger.exact()).isFalse();
    }

    @Test
    void thePairKnowsItsShape() {
        PairPosition pair = new PairPosition();
        pair.commonLot(10);
        assertThat(pair.shape()).isEqualTo(PairPosition.Shape.FLAT);
        pair.leg(Leg.A).onQuantity(100, 1);
        assertThat(pair.shape()).isEqualTo(PairPosition.Shape.UNEQUAL);
        assertThat(pair.isNaked()).isTrue();
        assertThat(pair.direction()).contains(Direction.LONG_A_SHORT_B);
        pair.leg(Leg.B).onQuantity(-95, 1);
        assertThat(pair.shape()).isEqualTo(PairPosition.Shape.HEDGED);
        assertThat(pair.matchedE8()).isEqualTo(90);
        pair.leg(Leg.B).onQuantity(200, 1);
        assertThat(pair.shape()).isEqualTo(PairPosition.Shape.SAME_SIDE);
        assertThat(pair.direction()).isEmpty();
        assertThat(pair.matchedE8()).isZero();
        pair.leg(Leg.A).onQuantity(-200, 1);
        assertThat(pair.direction()).contains(Direction.LONG_B_SHORT_A);
        assertThat(pair.isSettled()).isFalse();
    }
}
