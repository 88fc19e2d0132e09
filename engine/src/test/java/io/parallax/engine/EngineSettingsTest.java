package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.units.FixedPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
    private static PairSettings bot(String id, String pair) {
        return PairSettings.of(id, pair, ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 10, FixedPoint.ONE);
    }

    @Test
    void twoBotsMayShareAnExchangeButNotAnInstrument() {
        assertThat(EngineSettings.of("test", 1, List.of(bot("a", "BTC-PERP"), bot("b", "ETH-PERP")))
                        .exchanges())
                .hasSize(2);
        assertThatThrownBy(() -> EngineSettings.of("test", 1, List.of(bot("a", "BTC-PERP"), bot("b", "BTC-PERP"))))
                .hasMessageContaining("one position cannot have two owners");
        assertThatThrownBy(() -> EngineSettings.of("test", 1, List.of(bot("a", "BTC-PERP"), bot("a", "ETH-PERP"))))
                .hasMessageContaining("two bots are called a");
    }

    @Test
    void everyLegHasABookOfItsOwn() {
        assertThat(List.of(
                        EngineSettings.bookIndex(0, Leg.A),
                        EngineSettings.bookIndex(0, Leg.B),
                        EngineSettings.bookIndex(1, Leg.A),
                        EngineSettings.bookIndex(1, Leg.B)))
                .containsExactly(0, 1, 2, 3);
    }
}
