package io.parallax.strategy;

import static io.parallax.strategy.Direction.LONG_A_SHORT_B;
import static io.parallax.strategy.Direction.LONG_B_SHORT_A;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Leg;
import io.parallax.strategy.FundingCalendar.Held;
import io.parallax.strategy.FundingCalendar.OfLeg;
import io.parallax.units.FixedPoint;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FundingCalendarTest {
    private static final long MINUTE = 60_000L;
    private static final long HOUR = FundingCalendar.HOUR_MILLIS;
    private static final long DAY = FundingCalendar.DAY_MILLIS;
    private static final OptionalLong NONE = OptionalLong.empty();

    private static OptionalLong at(String time) {
        return OptionalLong.of(Instant.parse("2026-11-26T" + time + "Z").toEpochMilli());
    }

    private static OptionalLong e8(String text) {
        return OptionalLong.of(FixedPoint.parse(text));
    }

    private static OfLeg accrues(String rate, int hours) {
        return new OfLeg(e8(rate), hours * HOUR, false);
    }

    private static OfLeg settles(String rate, int hours) {
        return new OfLeg(e8(rate), hours * HOUR, true);
    }

    private static OfLeg unknown(int hours, boolean settles) {
        return new OfLeg(NONE, hours * HOUR, settles);
    }

    private static FundingCalendar flat(OptionalLong now, OfLeg a, OfLeg b) {
        return new FundingCalendar(now, a, b, Optional.empty());
    }

    // ---- when an interval ends

    @ParameterizedTest
    @CsvSource({
        "1, 13:47:55, 14:00:00",
        "4, 13:47:55, 16:00:00",
        "8, 13:47:55, 16:00:00",
        "8, 16:00:00, 00:00:00",
        "8, 15:59:59.999, 16:00:00",
        "1, 14:00:00, 15:00:00",
        "4, 23:59:59.999, 00:00:00",
        "8, 00:00:00, 08:00:00",
        "24, 00:00:00, 00:00:00",
        "7, 20:59:59, 21:00:00",
        "7, 21:00:00, 00:00:00"
    })
    void intervalsCountFromMidnight(int hours, String now, String end) {
        long endMillis = at(end).getAsLong() + (end.equals("00:00:00") ? DAY : 0);
        FundingCalendar calendar = flat(at(now), accrues("0.0001", hours), accrues("0.0001", 1));
        assertThat(calendar.a().endEpochMillis(at(now))).hasValue(endMillis);
        assertThat(calendar.endsInMillis(Leg.A)).hasValue(endMillis - at(now).getAsLong());
    }

    @Test
    void noEndIsKnownWithoutACalendarOrAnInterval() {
        assertThat(flat(NONE, accrues("0.0001", 8), accrues("0.0001", 1)).endsInMillis(Leg.A))
                .isEmpty();
        assertThat(flat(at("01:00:00"), unknown(0, false), accrues("0.0001", 1)).endsInMillis(Leg.A))
                .isEmpty();
        assertThat(flat(at("01:00:00"), unknown(25, false), accrues("0.0001", 1))
                        .endsInMillis(Leg.A))
                .as("longer than a day, and so no multiple of it ends in one")
                .isEmpty();
        assertThat(flat(at("01:00:00"), unknown(8, false), accrues("0.0001", 1)).endsInMillis(Leg.A))
                .as("the interval is known, whatever the rate is")
                .hasValue(7 * HOUR);
    }

    // ---- what rates come to

    /// 0.08 % in eight hours, 0.04 % in four and 0.01 % in one are one rate: 0.01 % an hour, 87.6 % a year.
    @ParameterizedTest
    @CsvSource({"0.0001, 1", "0.0004, 4", "0.0008, 8", "-0.0001, 1", "-0.0008, 8"})
    void ratesOfOneFourAndEightHoursAreTheSame(String rate, int hours) {
        OfLeg leg = accrues(rate, hours);
        long sign = Long.signum(leg.rateE8().getAsLong());
        assertThat(leg.perHourE8()).hasValue(sign * 10_000);
        assertThat(leg.perYearE8()).hasValue(sign * 87_600_000);
        assertThat(leg.longPaysE8(NONE, 8 * HOUR)).hasValue(sign * 80_000);
        assertThat(leg.longPaysE8(NONE, 15 * MINUTE)).hasValue(sign * 2_500);
    }

    /// Vest's longs pay 0.004 % an hour, Paradex's shorts receive 0.016 % in eight: 0.002 % an hour.
    @Test
    void aDirectionReceivesOnItsShortLegAndPaysOnItsLongOne() {
        FundingCalendar calendar = flat(NONE, accrues("0.00004", 1), accrues("0.00016", 8));
        assertThat(calendar.receivedE8(LONG_A_SHORT_B, HOUR)).hasValue(2_000 - 4_000);
        assertThat(calendar.receivedE8(LONG_A_SHORT_B, 8 * HOUR)).hasValue(16_000 - 32_000);
        assertThat(calendar.receivedE8(LONG_A_SHORT_B, 24 * HOUR)).hasValue(48_000 - 96_000);
        assertThat(calendar.receivedE8(LONG_B_SHORT_A, 8 * HOUR)).hasValue(32_000 - 16_000);
    }

    @Test
    void whatSettlesIsPaidAtTheEndsOfIntervalsAndNotBetween() {
        OfLeg eight = settles("0.0008", 8);
        assertThat(eight.longPaysE8(at("13:00:00"), 3 * HOUR - 1)).hasValue(0);
        assertThat(eight.longPaysE8(at("13:00:00"), 3 * HOUR)).hasValue(80_000);
        assertThat(eight.longPaysE8(at("13:00:00"), 24 * HOUR)).hasValue(240_000);
        assertThat(eight.longPaysE8(at("16:00:00"), 8 * HOUR - 1))
                .as("that of this moment is over")
                .hasValue(0);
        assertThat(settles("0.0001", 1).longPaysE8(at("13:59:59"), HOUR)).hasValue(10_000);
        assertThat(settles("0.0004", 4).longPaysE8(at("13:59:59"), 8 * HOUR)).hasValue(80_000);
        assertThat(eight.longPaysE8(NONE, HOUR))
                .as("nobody knows what time it is")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 20_261_126})
    void settlementsAreThoseThatAWalkThroughTheMinutesMeets(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            int hours = 1 + random.nextInt(24);
            long from = random.nextLong(400) * DAY + random.nextLong(DAY / MINUTE) * MINUTE;
            int minutes = random.nextInt(3 * 1_440);
            long met = 0;
            for (long at = from + MINUTE; at <= from + minutes * MINUTE; at += MINUTE) {
                long ofDay = at % DAY;
                met += ofDay % (hours * HOUR) == 0 ? 1 : 0;
            }
            OfLeg leg = new OfLeg(OptionalLong.of(7), hours * HOUR, true);
            assertThat(leg.longPaysE8(OptionalLong.of(from), minutes * MINUTE))
                    .as("seed %d, %d h from %d for %d min", seed, hours, from, minutes)
                    .hasValue(7 * met);
        }
    }

    @Test
    void oneUnknownRateMakesASumUnknownAndNotNothing() {
        FundingCalendar calendar = flat(at("13:00:00"), unknown(1, false), accrues("0.00016", 8));
        assertThat(calendar.a().perHourE8()).isEmpty();
        assertThat(calendar.a().perYearE8()).isEmpty();
        assertThat(calendar.receivedE8(LONG_A_SHORT_B, HOUR)).isEmpty();
        assertThat(calendar.receivedE8(LONG_B_SHORT_A, 24 * HOUR)).isEmpty();
        assertThat(calendar.heldReceivesE8(HOUR)).as("nothing is held").isEmpty();
    }

    // ---- what is held

    private static FundingCalendar held(OptionalLong now, OfLeg a, OfLeg b, OptionalLong restPpm) {
        return new FundingCalendar(
                now,
                a,
                b,
                Optional.of(new Held(Optional.of(LONG_A_SHORT_B), e8("1000"), e8("-1002"), restPpm, 4 * HOUR)));
    }

    /// 1000 long on Vest pay 0.04 an hour, 1002 short on Paradex receive 0.02004.
    @Test
    void moneyIsTheValueOfEachLegTimesItsRate() {
        FundingCalendar calendar = held(NONE, accrues("0.00004", 1), accrues("0.00016", 8), OptionalLong.of(300));
        assertThat(calendar.heldReceivesE8(HOUR)).isEqualTo(e8("-0.01996"));
        assertThat(calendar.heldReceivesE8(8 * HOUR)).isEqualTo(e8("-0.15968"));
        assertThat(calendar.heldReceivesE8(24 * HOUR)).isEqualTo(e8("-0.47904"));
    }

    @Test
    void aLegWithoutAPriceMakesMoneyUnknownAndOneThatIsFlatDoesNot() {
        OfLeg rate = accrues("0.0001", 1);
        Held noPrice = new Held(Optional.of(LONG_A_SHORT_B), NONE, e8("-1"), NONE, HOUR);
        assertThat(new FundingCalendar(NONE, rate, rate, Optional.of(noPrice)).heldReceivesE8(HOUR))
                .isEmpty();
        Held naked = new Held(Optional.empty(), OptionalLong.of(0), e8("-1000"), NONE, HOUR);
        assertThat(new FundingCalendar(NONE, unknown(1, false), rate, Optional.of(naked)).heldReceivesE8(HOUR))
                .isEqualTo(e8("0.1"));
        assertThat(new FundingCalendar(NONE, rate, unknown(1, false), Optional.of(naked)).heldReceivesE8(HOUR))
                .isEmpty();
    }

    /// It costs 0.002 % an hour: what is left, 0.03 %, is gone after fifteen hours, and a moment later more than that.
    @Test
    void accruedFundingEatsTheRestAfterAWhile() {
        FundingCalendar calendar = held(NONE, accrues("0.00004", 1), accrues("0.00016", 8), OptionalLong.of(300));
        assertThat(calendar.eatenAfterMillis().orElseThrow()).isBetween(15 * HOUR, 15 * HOUR + 2_000);
        FundingCalendar costs = held(NONE, accrues("0.00004", 1), accrues("0.00016", 8), OptionalLong.of(-100));
        assertThat(costs.eatenAfterMillis().orElseThrow())
                .as("nothing is left, and the first cost eats it")
                .isLessThan(2_000);
    }

    @Test
    void settledFundingEatsTheRestAtTheEndOfAnInterval() {
        // 0.02 % every eight hours, 0.03 % left: the second settlement is too much.
        FundingCalendar calendar = held(at("13:00:00"), settles("0.0002", 8), settles("0", 8), OptionalLong.of(300));
        assertThat(calendar.eatenAfterMillis()).hasValue(11 * HOUR);
        // What accrues on the other leg, 0.01 % in eight hours, puts that off to the third.
        FundingCalendar helped = held(at("13:00:00"), settles("0.0002", 8), accrues("0.0001", 8), OptionalLong.of(300));
        assertThat(helped.eatenAfterMillis()).hasValue(19 * HOUR);
        // Or has cost so much that it is over before the settlement.
        FundingCalendar worse = held(at("13:00:00"), settles("0.0002", 8), accrues("-0.0008", 8), OptionalLong.of(300));
        assertThat(worse.eatenAfterMillis()).hasValue(3 * HOUR);
        FundingCalendar between =
                held(at("13:00:00"), settles("0.0002", 8), accrues("-0.0001", 8), OptionalLong.of(300));
        assertThat(between.eatenAfterMillis().orElseThrow()).isBetween(8 * HOUR, 8 * HOUR + 60_000);
    }

    @Test
    void fundingThatIsReceivedNeverEatsAnything() {
        assertThat(held(NONE, accrues("-0.00004", 1), accrues("0.00016", 8), OptionalLong.of(300))
                        .eatenAfterMillis())
                .hasValue(FundingCalendar.NEVER);
        assertThat(held(NONE, accrues("0", 1), accrues("0", 8), OptionalLong.of(0))
                        .eatenAfterMillis())
                .hasValue(FundingCalendar.NEVER);
    }

    @Test
    void whenItEatsTheRestIsUnknownWithoutARateAPriceOrAPair() {
        assertThat(held(NONE, unknown(1, false), accrues("0.00016", 8), OptionalLong.of(300))
                        .eatenAfterMillis())
                .isEmpty();
        assertThat(held(NONE, accrues("0.00004", 1), accrues("0.00016", 8), NONE)
                        .eatenAfterMillis())
                .isEmpty();
        assertThat(held(NONE, settles("0.00004", 1), accrues("0.00016", 8), OptionalLong.of(300))
                        .eatenAfterMillis())
                .isEmpty();
        assertThat(flat(at("13:00:00"), accrues("0.00004", 1), accrues("0.00016", 8))
                        .eatenAfterMillis())
                .isEmpty();
    }
}
