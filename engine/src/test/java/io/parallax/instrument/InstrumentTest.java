package io.parallax.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

class InstrumentTest {
    private static Instrument with(String tick, String lot) {
        return new Instrument(
                ExchangeId.PARADEX,
                "BTC-PERP",
                "BTC-USD-PERP",
                FixedPoint.parse(tick),
                FixedPoint.parse(lot),
                FixedPoint.parse(lot),
                Long.MAX_VALUE,
                0,
                450,
                50,
                true);
    }

    @Test
    void decimalsFollowFromTickAndLot() {
        assertThat(with("0.1", "0.00001").priceDecimals()).isEqualTo(1);
        assertThat(with("0.5", "0.0025").priceDecimals()).isEqualTo(1);
        assertThat(with("0.5", "0.0025").quantityDecimals()).isEqualTo(4);
        assertThat(with("5", "10").priceDecimals()).isZero();
        assertThat(with("0.00000001", "1").priceDecimals()).isEqualTo(8);
    }

    @Test
    void aLimitNeverBecomesWorseByRounding() {
        Instrument instrument = with("0.5", "0.001");
        long price = FixedPoint.parse("100.7");
        assertThat(instrument.strictLimitE8(Side.BUY, price)).isEqualTo(FixedPoint.parse("100.5"));
        assertThat(instrument.strictLimitE8(Side.SELL, price)).isEqualTo(FixedPoint.parse("101"));
    }

    @Test
    void quantitiesRoundDownToTheLot() {
        assertThat(with("0.1", "0.003").roundDownToLotE8(FixedPoint.parse("0.0119")))
                .isEqualTo(FixedPoint.parse("0.009"));
    }

    @Test
    void refusesStepsThatAreNotPositive() {
        assertThatThrownBy(() -> with("0", "1")).hasMessageContaining("tick and lot must be positive");
        assertThatThrownBy(() -> with("1", "-1")).hasMessageContaining("lot -1");
    }

    @Test
    void exchangeNamesAreLowerCaseWords() {
        assertThat(ExchangeId.VEST).hasToString("vest");
        assertThat(new ExchangeId("dex-2")).hasToString("dex-2");
        assertThatThrownBy(() -> new ExchangeId("Vest")).hasMessageContaining("found \"Vest\"");
        assertThatThrownBy(() -> new ExchangeId("")).hasMessageContaining("found \"\"");
    }

    @Test
    void sidesAndLegsHaveTheirOpposites() {
        assertThat(Side.BUY.opposite()).isEqualTo(Side.SELL);
        assertThat(Side.SELL.sign()).isEqualTo(-1);
        assertThat(Leg.B.other()).isEqualTo(Leg.A);
    }
}
