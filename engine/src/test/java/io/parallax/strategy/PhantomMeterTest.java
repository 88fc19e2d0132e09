package io.parallax.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.parallax.instrument.Leg;
import io.parallax.strategy.PhantomMeter.Age;
import io.parallax.units.FixedPoint;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class PhantomMeterTest {
    private static final long MILLI = 1_000_000L;
    private static final int NO_LIMIT = 0;
    private static final int MILLIS_100 = 5;
    private static final int MILLIS_50 = 6;

    private final PhantomMeter meter = new PhantomMeter(0);
    private long sizes;

    /// A price of exactly so many ppm above or below 100.
    private void quote(Leg leg, long ppm, long atMillis) {
        long priceE8 = FixedPoint.parse("100") + ppm * FixedPoint.parse("0.0001");
        meter.onQuote(leg, priceE8, ++sizes, priceE8 + FixedPoint.parse("0.0001"), sizes, atMillis * MILLI);
    }

    @Test
    void edgeTimeIsEdgeTimesTimeAndShrinksWithTheAgeThatIsAllowed() {
        quote(Leg.A, 0, 0);
        // From here on B's bid is 998 ppm above A's ask, and A's quote is the older one.
        quote(Leg.B, 1_000, 20);
        meter.advanceTo(220 * MILLI);
        long edgePpm = 998;
        assertThat(meter.edgeTime(Age.RECEIPT, NO_LIMIT)).isEqualTo(edgePpm * 200_000);
        assertThat(meter.edgeTime(Age.RECEIPT, MILLIS_100)).isEqualTo(edgePpm * 80_000);
        assertThat(meter.edgeTime(Age.RECEIPT, MILLIS_50)).isEqualTo(edgePpm * 30_000);
        assertThat(meter.vanishedPpm(Age.RECEIPT, MILLIS_50)).isEqualTo(850_000);
        assertThat(meter.knownMicros()).isEqualTo(200_000);
    }

    @Test
    void aQuoteThatIsToldAgainIsYoungByReceiptAndOldByChange() {
        quote(Leg.A, 0, 0);
        quote(Leg.B, 1_000, 0);
        for (int millis = 40; millis <= 200; millis += 40) {
            meter.onQuote(Leg.A, FixedPoint.parse("100"), 1, FixedPoint.parse("100.0001"), 1, millis * MILLI);
            meter.onQuote(Leg.B, FixedPoint.parse("100.1"), 2, FixedPoint.parse("100.1001"), 2, millis * MILLI);
        }
        assertThat(meter.vanishedPpm(Age.RECEIPT, MILLIS_50)).isZero();
        assertThat(meter.vanishedPpm(Age.CHANGE, MILLIS_50)).isEqualTo(750_000);
    }

    @Test
    void edgeThatIsGoneWhenTheOldQuoteMovesWasAge() {
        quote(Leg.A, 0, 0);
        quote(Leg.B, 1_000, 10);
        quote(Leg.A, 1_000, 310);
        assertThat(meter.frozenMillis(Age.RECEIPT)).isCloseTo(310, org.assertj.core.api.Assertions.within(10L));
        assertThat(meter.outlivedPpm(Age.RECEIPT, MILLIS_50)).isZero();
        assertThat(meter.suggestedMillis(Age.RECEIPT)).isEqualTo(50);
    }

    @Test
    void edgeThatIsStillThereWhenTheOldQuoteMovesWasReal() {
        quote(Leg.A, 0, 0);
        quote(Leg.B, 1_000, 10);
        quote(Leg.A, 1, 90);
        assertThat(meter.outlivedPpm(Age.RECEIPT, MILLIS_100)).isEqualTo(1_000_000);
        assertThat(meter.suggestedMillis(Age.RECEIPT)).isEqualTo(100);
        assertThat(meter.frozenMillis(Age.RECEIPT)).isEqualTo(PhantomMeter.UNKNOWN);
    }

    @Test
    void aLostBookHasNoEdgeAndJudgesNothing() {
        quote(Leg.A, 0, 0);
        quote(Leg.B, 1_000, 0);
        meter.onLost(Leg.A, 50 * MILLI);
        meter.advanceTo(500 * MILLI);
        assertThat(meter.edgeTime(Age.RECEIPT, NO_LIMIT)).isEqualTo(998 * 50_000);
        quote(Leg.A, 2_000, 600);
        assertThat(meter.suggestedMillis(Age.RECEIPT)).isEqualTo(PhantomMeter.UNKNOWN);
    }

    @Test
    void measuresWithoutGarbage() {
        LeadLag leadLag = new LeadLag();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        long at = 0;
        for (int round = 0; round < 20 && bytes > 10_000; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                at += 3;
                Leg leg = (i & 1) == 0 ? Leg.A : Leg.B;
                long priceE8 = FixedPoint.ONE * 100 + (i * 7_919L % 1_000) * 10_000;
                meter.onQuote(leg, priceE8, i, priceE8 + 10_000, i, at * MILLI);
                leadLag.onMiddle(leg, priceE8, at * MILLI);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(bytes).isLessThanOrEqualTo(10_000);
    }
}
