package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.ConfigurationLoader;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.LoadedConfiguration;
import io.parallax.app.config.ThrowawayCredentials;
import io.parallax.engine.EngineSettings;
import io.parallax.execution.ExchangeSettings;
import io.parallax.execution.OrderTerms;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.simulator.SimulatedExchanges;
import io.parallax.simulator.SimulatorSettings;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The configured fee profile reaches the exchange and the engine.
class FeeProfileTest {
    private static final String BOT = """
            bots:
              - {id: btc, pair: BTC-PERP, dex_a: vest, dex_b: paradex, spread_entry: 3, spread_exit: 3, position_size: 0.01}
            """;

    private static Configuration configuration(String profile) {
        String document = BOT + "exchanges: {paradex: {" + profile + "}}\n";
        LoadedConfiguration loaded = ConfigurationLoader.load(document.getBytes(StandardCharsets.UTF_8), "test");
        assertThat(loaded).isInstanceOf(LoadedConfiguration.Accepted.class);
        return ((LoadedConfiguration.Accepted) loaded).configuration();
    }

    @ParameterizedTest
    @CsvSource({"fee_profile: pro, false", "fee_profile: retail, true"})
    void theExchangeTakesTheFeeOfTheProfile(String profile, boolean free) throws Exception {
        Configuration configuration = configuration(profile);
        Credentials credentials = ThrowawayCredentials.of(201);
        try (SimulatedExchanges exchanges =
                SimulatedExchanges.start(SimulatorSettings.defaults(11).withSpeed(1))) {
            exchanges.run(() -> exchanges.simulation().market().start());
            Map<ExchangeId, ExchangeEndpoint> endpoints = Map.of(
                    ExchangeId.VEST,
                    new ExchangeEndpoint(exchanges.vestRest(), exchanges.vestWebSocket()),
                    ExchangeId.PARADEX,
                    new ExchangeEndpoint(exchanges.paradexRest(), exchanges.paradexWebSocket()));
            try (Connections connections = Connections.withKeys(configuration, credentials, endpoints);
                    EarlierLife life = new EarlierLife(connections, ExchangeId.PARADEX, "BTC-PERP", "feep")) {
                life.trades(Side.BUY, FixedPoint.parse("0.01"));
                LedgerReport ledger = exchanges.ledgers().stream()
                        .filter(each -> each.exchange().equals(ExchangeId.PARADEX.name()))
                        .findFirst()
                        .orElseThrow();
                assertThat(ledger.fills()).isPositive();
                assertThat(ledger.feesE8() == 0).isEqualTo(free);
            }
        }
    }

    @Test
    void theEngineCountsOnThePriceOfTheProfile() {
        assertThat(engine("fee_profile: pro").exchanges())
                .containsExactlyInAnyOrder(ExchangeSettings.VEST, ExchangeSettings.PARADEX);
        assertThat(engine("fee_profile: retail").exchanges())
                .containsExactlyInAnyOrder(
                        ExchangeSettings.VEST, ExchangeSettings.PARADEX.withTerms(OrderTerms.paradexRetail(300)));
        List<ExchangeSettings> slower =
                engine("fee_profile: retail, speed_bump_ms: 500").exchanges();
        assertThat(slower).extracting(ExchangeSettings::orderReplyMillis).contains(1_500L);
    }

    private static EngineSettings engine(String profile) {
        return EngineSetup.of(configuration(profile), ThrowawayCredentials.of(201), 1, true);
    }
}
