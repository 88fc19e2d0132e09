package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.risk.RiskLimits;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void theProofHorizonsAreThoseOfTheExchanges() {
        assertThat(ExchangeSettings.PARADEX.horizonMillis()).isEqualTo(1_500);
        assertThat(ExchangeSettings.VEST.horizonMillis()).isEqualTo(2_750);
        assertThat(ExchangeSettings.defaultsOf(new ExchangeId("third")).resolveMillis())
                .isEqualTo(5_000);
        assertThat(ExchangeSettings.PARADEX.withBookAgeMillis(1, 2).bookAgeExitMillis())
                .isEqualTo(2);
    }

    @Test
    void whateverWaitsForAnAnswerWaitsForTheSpeedBumpToo() {
        ExchangeSettings retail = ExchangeSettings.PARADEX.withTerms(OrderTerms.paradexRetail(300));
        assertThat(retail.horizonMillis()).isEqualTo(1_800);
        assertThat(retail.orderReplyMillis()).isEqualTo(1_300);
        assertThat(retail.resolveMillis()).isEqualTo(3_800);
        assertThat(retail.receiveWindowMillis()).isEqualTo(1_000);
        assertThat(retail.withBookAgeMillis(1, 2).terms()).isEqualTo(retail.terms());
        assertThat(retail.withTerms(OrderTerms.NONE)).as("not added twice").isEqualTo(ExchangeSettings.PARADEX);
        assertThat(OrderTerms.paradexRetail(300).rates())
                .as("the documented ones")
                .extracting(rate -> rate.ordersMax() + " in " + rate.millis() / 1_000 + " s")
                .containsExactly("3 in 1 s", "30 in 60 s", "300 in 3600 s", "1000 in 86400 s");
        assertThatThrownBy(() -> OrderTerms.paradexRetail(-1)).hasMessageContaining("found -1 ms");
    }

    @Test
    void aBotOnOneExchangeIsRefused() {
        assertThatThrownBy(() -> PairSettings.of("x", "P", ExchangeId.VEST, ExchangeId.VEST, 1, 1, 1, 1))
                .hasMessageContaining("must differ");
        assertThatThrownBy(() -> PairSettings.of("x", "P", ExchangeId.VEST, ExchangeId.PARADEX, 1, 1, 0, 1))
                .hasMessageContaining("leverage");
        assertThatThrownBy(() -> PairSettings.of("x", "P", ExchangeId.VEST, ExchangeId.PARADEX, 1, 1, 1, 0))
                .hasMessageContaining("quantity");
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> RiskLimits.DEFAULTS.withNotionalMaxE8(0, 1)).hasMessageContaining("orderNotional");
    }

    @Test
    void lg04TheCommonLotIsTheLeastCommonMultiple() {
        assertThat(DeltaNeutralExecutor.commonLotE8(lot("0.001"), lot("0.00001")))
                .isEqualTo(FixedPoint.parse("0.001"));
        assertThat(DeltaNeutralExecutor.commonLotE8(lot("0.1"), lot("0.25"))).isEqualTo(FixedPoint.parse("0.5"));
        assertThat(DeltaNeutralExecutor.commonLotE8(lot("3"), lot("5"))).isEqualTo(FixedPoint.parse("15"));
    }

    private static Instrument lot(String lot) {
        return new Instrument(ExchangeId.VEST, "P", "P", 1, FixedPoint.parse(lot), 1, Long.MAX_VALUE, 0, 0, 10, true);
    }

    @Test
    void repairCapsRiseAndStayBelowTheMaximum() {
        long[] caps = java.util.stream.LongStream.rangeClosed(1, 9)
                .map(attempt -> RepairPolicy.capPpm((int) attempt, RiskLimits.DEFAULTS))
                .toArray();
        assertThat(caps).containsExactly(1_000, 1_500, 1_500, 2_000, 2_000, 2_000, 3_000, 3_000, 3_000);
    }
}
