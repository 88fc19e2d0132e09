package io.parallax.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Prices in USD, cash in USDC: what executions were worth at the rate of their moment, beside the plain ledger.
class SettlementBasisTest {
    private final LegLedger ledger = new LegLedger(true);

    private static long e8(String text) {
        return FixedPoint.parse(text);
    }

    private void fill(Side side, String price, String quantity, String rate) {
        ledger.settlementRate(e8(rate));
        ledger.onQuantity(side.sign() * e8(quantity), 1);
        ledger.onFill(side, e8(price), e8(quantity), e8("0.5"));
    }

    /// Sold for 1002 USD, which were 1002.20044009 USDC, and bought back for 1000.5 USD, which were 1000.39996000: it
    /// made 1.80048009 USDC where the prices made 1.5 USD.
    @Test
    void aShortThatIsClosedAtAnotherRate() {
        fill(Side.SELL, "100200", "0.01", "0.9998");
        assertThat(ledger.basisE8()).as("nothing is realised").isZero();
        fill(Side.BUY, "100050", "0.01", "1.0001");
        assertThat(ledger.realisedE8()).isEqualTo(e8("1.5"));
        assertThat(ledger.basisE8()).isEqualTo(e8("0.30048009"));
        assertThat(ledger.basisUnknowns()).isZero();
        assertThat(ledger.feesE8()).as("told in USDC").isEqualTo(e8("1"));
    }

    /// At one rate all along only the result itself is worth more: 10 USD are 10.20408163 USDC.
    @Test
    void aLongAtOneRateAllAlong() {
        fill(Side.BUY, "1000", "1", "0.98");
        fill(Side.SELL, "1010", "1", "0.98");
        assertThat(ledger.basisE8()).isEqualTo(e8("0.20408163"));
    }

    /// A third of it at 0.99, the rest at 1.01, with the average cost of both entries.
    @Test
    void aPartTakesItsShareOfTheCost() {
        fill(Side.BUY, "100", "1", "1");
        fill(Side.BUY, "100", "2", "0.98");
        // 200 × 0.02 / 0.98 = 4.08163265 is in the cost of three.
        fill(Side.SELL, "100", "1", "0.99");
        assertThat(ledger.basisE8()).isEqualTo(e8("1.01010101") - e8("1.36054422"));
        fill(Side.SELL, "100", "2", "1.01");
        assertThat(ledger.basisE8()).isEqualTo(e8("1.01010101") - e8("1.98019802") - e8("4.08163265"));
    }

    @Test
    void aFillThroughZeroOpensWithTheRest() {
        fill(Side.BUY, "100", "1", "1");
        fill(Side.SELL, "100", "3", "0.98");
        assertThat(ledger.basisE8()).isEqualTo(e8("2.04081633"));
        fill(Side.BUY, "100", "2", "1");
        assertThat(ledger.basisE8()).isEqualTo(e8("6.12244898"));
    }

    @Test
    void atParItIsExactlyNothing() {
        fill(Side.SELL, "100200.5", "0.0123", "1");
        fill(Side.BUY, "99050.1", "0.0023", "1");
        fill(Side.BUY, "99051.7", "0.01", "1");
        assertThat(ledger.basisE8()).isZero();
        assertThat(ledger.basisUnknowns()).isZero();
        assertThat(ledger.isBasisRead()).isTrue();
    }

    @Test
    void oneCurrencyNeedsNoRate() {
        LegLedger same = new LegLedger();
        same.settlementRate(e8("0.5"));
        same.onQuantity(5, 1);
        same.onFill(Side.BUY, FixedPoint.ONE, 5, 0);
        same.onFill(Side.SELL, FixedPoint.ONE, 5, 0);
        assertThat(same.basisE8()).isZero();
        assertThat(same.basisUnknowns()).isZero();
        assertThat(same.isBasisRead()).isTrue();
    }

    @Test
    void withoutARateACloseIsUnknownAndSoIsOneOfAnUnknownEntry() {
        assertThat(ledger.isBasisRead()).isFalse();
        fill(Side.BUY, "100", "1", "0");
        assertThat(ledger.basisUnknowns()).as("nothing is realised").isZero();
        fill(Side.SELL, "100", "0.5", "0.99");
        assertThat(ledger.basisUnknowns()).isEqualTo(1);
        fill(Side.SELL, "100", "0.5", "0.99");
        assertThat(ledger.basisUnknowns()).isEqualTo(2);
        fill(Side.BUY, "100", "1", "0.99");
        fill(Side.SELL, "100", "1", "0.99");
        assertThat(ledger.basisUnknowns()).as("a position of its own").isEqualTo(2);
        fill(Side.BUY, "100", "1", "0.99");
        fill(Side.SELL, "100", "1", "0");
        assertThat(ledger.basisUnknowns()).isEqualTo(3);
        assertThat(ledger.isBasisRead()).isTrue();
    }

    @Test
    void whatWasTakenOverWasEnteredAtAnUnknownRate() {
        ledger.settlementRate(e8("0.99"));
        ledger.adopt(FixedPoint.ONE, e8("100"), 1);
        fill(Side.SELL, "100", "1", "0.99");
        assertThat(ledger.basisUnknowns()).isEqualTo(1);
        fill(Side.SELL, "100", "1", "0.99");
        ledger.adopt(0, 0, 2);
        fill(Side.BUY, "100", "1", "0.98");
        fill(Side.SELL, "100", "1", "0.98");
        assertThat(ledger.basisUnknowns()).isEqualTo(1);
    }

    @Test
    void anExecutionTakenBackLeavesNothingBehindAtTheSameRate() {
        fill(Side.BUY, "100", "1", "0.99");
        ledger.onQuantity(-FixedPoint.ONE, 2);
        ledger.onBust(Side.BUY, e8("100"), FixedPoint.ONE, e8("0.5"));
        assertThat(ledger.basisE8()).isZero();
    }

    /// The plainest possible account: each execution moves its value at its rate, and what that is more than the plain
    /// value is the basis, once flat.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void onceFlatItIsWhatEachExecutionWasWorthMore(long seed) {
        Random random = new Random(seed);
        long moreE8 = 0;
        for (int round = 0; round < 200; round++) {
            for (int step = 0; step < 20; step++) {
                moreE8 +=
                        trade(random.nextBoolean() ? Side.BUY : Side.SELL, random.nextLong(1, 1_000_000_007L), random);
            }
            if (ledger.quantityE8() != 0) {
                moreE8 += trade(ledger.quantityE8() > 0 ? Side.SELL : Side.BUY, Math.abs(ledger.quantityE8()), random);
            }
            assertThat(ledger.basisE8()).as("seed %d round %d", seed, round).isEqualTo(moreE8);
            assertThat(ledger.basisUnknowns()).isZero();
        }
    }

    private long trade(Side side, long quantityE8, Random random) {
        long priceE8 = random.nextLong(1, 70_000 * FixedPoint.ONE);
        long rateE8 = random.nextLong(95_000_000, 105_000_000);
        ledger.settlementRate(rateE8);
        ledger.onQuantity(side.sign() * quantityE8, 1);
        ledger.onFill(side, priceE8, quantityE8, 0);
        long valueE8 = side.sign() * FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
        return -FixedPoint.multiplyDivide(valueE8, FixedPoint.ONE - rateE8, rateE8, Rounding.HALF_EVEN);
    }

    @Test
    void aPairIsKnownWhenBothLegsAre() {
        PairPosition pair = new PairPosition(false, true);
        assertThat(pair.basisE8(0, 0)).as("no rate was read").isEmpty();
        pair.leg(Leg.B).settlementRate(e8("0.98"));
        assertThat(pair.basisE8(0, 0)).hasValue(0);
        for (Side side : Side.values()) {
            pair.leg(Leg.A).onFill(side, e8("100"), FixedPoint.ONE, 0);
            pair.leg(Leg.B).onFill(side.opposite(), e8(side == Side.BUY ? "100" : "90"), FixedPoint.ONE, 0);
        }
        assertThat(pair.basisE8(0, 0)).hasValue(e8("0.20408164"));
        pair.leg(Leg.B).settlementRate(0);
        for (Side side : Side.values()) {
            pair.leg(Leg.B).onFill(side, e8("100"), FixedPoint.ONE, 0);
        }
        assertThat(pair.basisE8(0, 0)).as("some of it is not known").isEmpty();
        assertThat(pair.basisE8(pair.knownBasisE8(), pair.basisUnknowns()))
                .as("since then")
                .hasValue(0);
        assertThat(new PairPosition().basisE8(0, 0)).hasValue(0);
    }
}
