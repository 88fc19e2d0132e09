package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.ExchangeId;
import io.parallax.strategy.Direction;
import io.parallax.strategy.FundingCalendar;
import io.parallax.strategy.FundingCalendar.Held;
import io.parallax.strategy.FundingCalendar.OfLeg;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FundingTextTest {
    private static final long HOUR = FundingCalendar.HOUR_MILLIS;
    /// 13:47:55 UTC on the 26th of November 2026.
    private static final long NOW = 1_795_700_875_000L;

    private static final OfLeg VEST = new OfLeg(OptionalLong.of(4_000), HOUR, false);
    private static final OfLeg PARADEX = new OfLeg(OptionalLong.of(16_000), 8 * HOUR, false);
    private static final OfLeg UNKNOWN = new OfLeg(OptionalLong.empty(), 8 * HOUR, false);

    private static FundingText text(OptionalLong now, OfLeg b, Optional<Held> held) {
        return new FundingText(new FundingCalendar(now, VEST, b, held), ExchangeId.VEST, ExchangeId.PARADEX);
    }

    private static Optional<Held> held(OptionalLong restPpm) {
        return Optional.of(new Held(
                Optional.of(Direction.LONG_A_SHORT_B),
                OptionalLong.of(100_000_000_000L),
                OptionalLong.of(-100_200_000_000L),
                restPpm,
                4 * HOUR));
    }

    @Test
    void saysWhatIsKnown() {
        assertThat(text(OptionalLong.of(NOW), PARADEX, held(OptionalLong.of(300)))
                        .lines())
                .containsExactly(
                        "funding of vest: +0.004 % per 1 h (+0.004 % an hour, +35.04 % a year), accrues; this interval"
                                + " ends in 12 min 5 s",
                        "funding of paradex: +0.016 % per 8 h (+0.002 % an hour, +17.52 % a year), accrues; this"
                                + " interval ends in 2 h 12 min",
                        "funding expected for long vest, short paradex: -0.20 bps in 1 h, -1.60 bps in 8 h,"
                                + " -4.80 bps in 24 h",
                        "funding expected for long paradex, short vest: +0.20 bps in 1 h, +1.60 bps in 8 h,"
                                + " +4.80 bps in 24 h",
                        "funding expected for what is held: -0.01996 in 1 h, -0.15968 in 8 h, -0.47904 in 24 h",
                        "funding eats the +3.00 bps that waiting can still gain: after 15 h; under 4 h the position is"
                                + " closed for it");
    }

    @Test
    void saysWhatIsNotKnown() {
        assertThat(text(OptionalLong.empty(), UNKNOWN, held(OptionalLong.empty()))
                        .lines())
                .containsExactly(
                        "funding of vest: +0.004 % per 1 h (+0.004 % an hour, +35.04 % a year), accrues; this interval"
                                + " ends in a time that is unknown",
                        "funding of paradex: unknown per 8 h (unknown an hour, unknown a year), accrues; this interval"
                                + " ends in a time that is unknown",
                        "funding expected for long vest, short paradex: unknown in 1 h, unknown in 8 h, unknown in 24 h",
                        "funding expected for long paradex, short vest: unknown in 1 h, unknown in 8 h, unknown in 24 h",
                        "funding expected for what is held: unknown in 1 h, unknown in 8 h, unknown in 24 h",
                        "funding eats what waiting can still gain (unknown): after a time that is unknown; under 4 h the"
                                + " position is closed for it");
    }

    @Test
    void saysWhenFundingEatsNothing() {
        Held other = new Held(
                Optional.of(Direction.LONG_B_SHORT_A),
                OptionalLong.of(-1),
                OptionalLong.of(1),
                OptionalLong.of(1),
                HOUR);
        FundingText text = text(OptionalLong.of(NOW), PARADEX, Optional.of(other));
        assertThat(text.lines().getLast())
                .isEqualTo("funding eats the +0.01 bps that waiting can still gain: not in 30 days; under 1 h the"
                        + " position is closed for it");
        assertThat(text.json()).contains("\"eats_rest\":\"never\",\"eats_rest_after_ms\":null");
    }

    @Test
    void hasALineForTheStatus() {
        assertThat(text(OptionalLong.of(NOW), UNKNOWN, Optional.empty()).line())
                .isEqualTo(
                        "funding: vest +0.004 % per 1 h (ends in 12 min 5 s), paradex unknown per 8 h (ends in 2 h 12"
                                + " min)");
        assertThat(text(OptionalLong.of(NOW), PARADEX, held(OptionalLong.of(300)))
                        .line())
                .endsWith("; held: -0.01996 in 1 h, -0.15968 in 8 h, -0.47904 in 24 h");
    }

    @Test
    void tellsMachinesTheSame() {
        assertThat(text(OptionalLong.of(NOW), PARADEX, held(OptionalLong.of(300)))
                        .json())
                .startsWith("{\"now_epoch_ms\":1795700875000,\"a\":{\"exchange\":\"vest\",\"rate_percent\":0.004,"
                        + "\"interval_ms\":3600000,\"hourly_percent\":0.004,\"yearly_percent\":35.04,"
                        + "\"payment\":\"accrues\",\"interval_ends_epoch_ms\":1795701600000,"
                        + "\"interval_ends_in_ms\":725000},\"b\":{")
                .contains("\"long_a_bps\":{\"1h\":-0.2,\"8h\":-1.6,\"24h\":-4.8}")
                .contains("\"held\":{\"received\":{\"1h\":-0.01996,\"8h\":-0.15968,\"24h\":-0.47904},\"rest_bps\":3,"
                        + "\"eats_rest\":\"after\",\"eats_rest_after_ms\":54001350,")
                .endsWith("\"closes_within_ms\":14400000}}");
        assertThat(text(OptionalLong.empty(), UNKNOWN, Optional.empty()).json())
                .startsWith("{\"now_epoch_ms\":null,\"a\":{")
                .contains("\"b\":{\"exchange\":\"paradex\",\"rate_percent\":null,\"interval_ms\":28800000,"
                        + "\"hourly_percent\":null,\"yearly_percent\":null,\"payment\":\"accrues\","
                        + "\"interval_ends_epoch_ms\":null,\"interval_ends_in_ms\":null}")
                .contains("\"long_b_bps\":{\"1h\":null,\"8h\":null,\"24h\":null}")
                .endsWith("\"held\":null}");
        assertThat(text(OptionalLong.empty(), UNKNOWN, held(OptionalLong.empty()))
                        .json())
                .contains("\"held\":{\"received\":{\"1h\":null,\"8h\":null,\"24h\":null},\"rest_bps\":null,"
                        + "\"eats_rest\":\"unknown\",\"eats_rest_after_ms\":null,");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "8999, 8 s",
        "60000, 1 min",
        "3599999, 59 min 59 s",
        "19200000, 5 h 20 min",
        "97200000, 1 d 3 h"
    })
    void writesDurations(long millis, String text) {
        assertThat(FundingText.duration(millis)).isEqualTo(text);
    }
}
