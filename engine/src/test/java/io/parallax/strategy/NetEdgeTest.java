package io.parallax.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Side;
import io.parallax.position.LegLedger;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetEdgeTest {
    private static final long HOUR = 3_600_000L;
    private static final long PPM = 1_000_000;

    private static long e8(String text) {
        return FixedPoint.parse(text);
    }

    private static FundingRate rate(String perInterval, int hours) {
        FundingRate rate = new FundingRate();
        rate.onRate(e8(perInterval), hours * HOUR, 0);
        return rate;
    }

    /// The spread stands at 0.30 % at the touch and at 0.28 % for our size, the exit threshold is −0.05 %. Vest takes
    /// 1 bps and Paradex 4.5 bps of each execution. Vest's longs pay 0.004 % an hour, Paradex's shorts receive
    /// 0.016 % in eight hours, and a position is held for four: 0.016 % paid, 0.008 % received. USDC stands at
    /// 0.9998.
    @Test
    void workedExample() {
        NetEdge.Breakdown edge = new NetEdge()
                .spreads(3_000, 2_800, -500)
                .fees(100, 450)
                .funding(rate("0.00004", 1), rate("0.00016", 8), 4 * HOUR)
                .basis(e8("0.9998"))
                .buffer(50)
                .breakdown();
        assertThat(edge).isEqualTo(new NetEdge.Breakdown(3_000, -500, 1_100, 200, -80, 200, 50));
        assertThat(edge.grossPpm()).isEqualTo(2_500);
        assertThat(edge.netPpm()).isEqualTo(2_500 - 1_100 - 200 - 80 - 200 - 50);
    }

    @Test
    void aRebateIsAGain() {
        NetEdge edge = new NetEdge().spreads(1_000, 1_000, 0).fees(-50, 450);
        assertThat(edge.netPpm()).isEqualTo(1_000 - 2 * (450 - 50));
    }

    /// 0.01 % an hour is 0.04 % in four hours and 0.08 % in eight: one number, whoever tells it.
    @Test
    void ratesOfOneFourAndEightHoursAreTheSame() {
        for (FundingRate rate : new FundingRate[] {rate("0.0001", 1), rate("0.0004", 4), rate("0.0008", 8)}) {
            assertThat(rate.longPaysPpm(HOUR)).isEqualTo(100);
            assertThat(rate.longPaysPpm(4 * HOUR)).isEqualTo(400);
            assertThat(rate.longPaysPpm(24 * HOUR)).isEqualTo(2_400);
        }
        assertThat(new NetEdge()
                        .funding(rate("0.0001", 1), rate("0.0008", 8), 12 * HOUR)
                        .netPpm())
                .as("both sides pay the same")
                .isZero();
    }

    @Test
    void whatIsPaidRoundsUpAndWhatIsReceivedDown() {
        FundingRate odd = rate("0.00000001", 8);
        assertThat(new NetEdge().funding(odd, rate("0", 1), HOUR).netPpm()).isEqualTo(-1);
        assertThat(new NetEdge().funding(rate("0", 1), odd, HOUR).netPpm()).isZero();
        FundingRate negative = rate("-0.00000001", 8);
        assertThat(new NetEdge().funding(negative, rate("0", 1), HOUR).netPpm()).isZero();
        assertThat(new NetEdge().funding(rate("0", 1), negative, HOUR).netPpm()).isEqualTo(-1);
    }

    @Test
    void aRateIsKnownForAMinuteAndUpToHalfAPercentAnHour() {
        FundingRate rate = new FundingRate();
        assertThat(rate.isKnown(0)).isFalse();
        rate.onRate(e8("0.04"), 8 * HOUR, 7);
        assertThat(rate.isKnown(7 + FundingRate.AGE_NANOS_MAX)).isTrue();
        assertThat(rate.isKnown(8 + FundingRate.AGE_NANOS_MAX)).isFalse();
        rate.onRate(e8("0.04000801"), 8 * HOUR, 7);
        assertThat(rate.isKnown(7)).isFalse();
        rate.onRate(e8("-0.04000801"), 8 * HOUR, 7);
        assertThat(rate.isKnown(7)).isFalse();
    }

    @Test
    void aQuoteRateEitherWayIsACost() {
        assertThat(new NetEdge().basis(0).netPpm()).as("nobody tells").isZero();
        assertThat(new NetEdge().basis(e8("1.0003")).netPpm()).isEqualTo(-300);
        assertThat(new NetEdge().basis(e8("0.99999999")).netPpm()).isEqualTo(-1);
    }

    /// A position of some random past is closed where the formula says: what is left is less than the last digit of
    /// a price times the quantity.
    @Test
    void closingAtTheBreakEvenEarnsNothingAndLosesNothing() {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            long priceE8 = random.nextLong(FixedPoint.ONE / 100, 200_000 * FixedPoint.ONE);
            long quantityE8 = random.nextLong(1, 100) * FixedPoint.ONE / 1_000;
            long feeLong = random.nextLong(-100, 1_000);
            long feeShort = random.nextLong(-100, 1_000);
            LegLedger longLeg = new LegLedger();
            LegLedger shortLeg = new LegLedger();
            open(longLeg, Side.BUY, priceE8, quantityE8, feeLong);
            open(shortLeg, Side.SELL, priceE8 + priceE8 / 1_000 * random.nextLong(-30, 30), quantityE8, feeShort);
            longLeg.onFunding(random.nextLong(-1_000, 1_000) * FixedPoint.ONE / 1_000);
            long soFarE8 = result(longLeg) + result(shortLeg);
            long buyE8 = priceE8 + priceE8 / 1_000 * random.nextLong(-100, 100);
            long sellE8 = BreakEven.sellPriceE8(
                    quantityE8, longLeg.costE8() + shortLeg.costE8(), soFarE8, buyE8, feeLong, feeShort);
            if (sellE8 <= 0) {
                continue;
            }
            open(longLeg, Side.SELL, sellE8, quantityE8, feeLong);
            open(shortLeg, Side.BUY, buyE8, quantityE8, feeShort);
            long netE8 = result(longLeg) + result(shortLeg);
            long tickE8 = FixedPoint.multiply(1, quantityE8, Rounding.UP) + 8;
            assertThat(netE8).as("seed %d, case %d", seed, i).isBetween(-tickE8, tickE8);
            long exitPpm = BreakEven.exitPpm(sellE8, buyE8);
            assertThat(exitPpm)
                    .as("seed %d, case %d", seed, i)
                    .isBetween(
                            SpreadCalculator.spreadPpm(sellE8, buyE8), SpreadCalculator.spreadPpm(sellE8, buyE8) + 1);
        }
    }

    private static void open(LegLedger leg, Side side, long priceE8, long quantityE8, long feePpm) {
        long notionalE8 = FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
        leg.onQuantity(side.sign() * quantityE8, 0);
        leg.onFill(side, priceE8, quantityE8, FixedPoint.multiplyDivide(notionalE8, feePpm, PPM, Rounding.HALF_EVEN));
    }

    private static long result(LegLedger leg) {
        return leg.realisedE8() - leg.feesE8() + leg.fundingE8();
    }

    /// Long at 100 000 and short at 100 300, 0.01 each, 2 % of a thousandth in fees paid: the books may come together
    /// until this.
    @Test
    void workedBreakEven() {
        long quantityE8 = e8("0.01");
        long feesE8 = e8("0.10") + e8("0.451350");
        long sellE8 = BreakEven.sellPriceE8(quantityE8, e8("1000") - e8("1003"), -feesE8, e8("100200"), 100, 450);
        // 1 002 × 1.00045 − 3 + 0.55135 = 1 000.00225; ÷ 0.9999 ÷ 0.01
        assertThat(sellE8).isEqualTo(e8("100010.226023"));
        assertThat(BreakEven.exitPpm(sellE8, e8("100200"))).isEqualTo(-1_893);
    }
}
