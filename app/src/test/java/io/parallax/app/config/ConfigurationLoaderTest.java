package io.parallax.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.execution.RestartPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.DataLimits;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.MaintenanceWindow;
import io.parallax.risk.RiskLimits;
import io.parallax.strategy.Confirmation;
import io.parallax.strategy.ThresholdSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
    private static final String BOT = """
            bots:
              - id: btc
                pair: BTC-PERP
                dex_a: vest
                dex_b: paradex
                spread_entry: 0.15
                spread_exit: 0.05
                leverage: 10
                position_size: 0.01
            """;
    private static final String POSITION_SIZE_ALLOWED =
            "allowed: a quantity in base currency above 0 and at most 1000000, a plain decimal with up to 8 decimals,"
                    + " such as 0.01";
    private static final String ENTRY_ALLOWED =
            "allowed: a percentage above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15";

    @Test
    void readsTheDesignDocumentsConfigurationUnchanged() {
        Configuration configuration = accepted(resource("document-config.yaml"));
        assertThat(configuration.bots())
                .containsExactly(new BotConfiguration(
                        "btc-arb-1", "BTC-PERP", ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 10, 1_000_000));
        assertThat(configuration.mode()).isEqualTo(Mode.SIMULATED);
        assertThat(configuration.exchanges())
                .isEqualTo(Map.of(
                        ExchangeId.VEST, ExchangeSettings.DEFAULT, ExchangeId.PARADEX, ExchangeSettings.DEFAULT));
    }

    @Test
    void embeddedDefaultHasABitcoinAndAnEtherBot() {
        Configuration configuration = accepted(resource("default-config.yaml"));
        assertThat(configuration.bots()).extracting(BotConfiguration::pair).containsExactly("BTC-PERP", "ETH-PERP");
    }

    @Test
    void readsEveryOptionalSection() {
        Configuration configuration = accepted(BOT + """
                mode: live
                exchanges:
                  vest:
                    rest_url: https://rest.example/v2
                    websocket_url: wss://stream.example/ws-api?version=1.0
                simulator:
                  seed: 42
                  speed: 20
                logging:
                  level: debug
                  format: json
                risk:
                  order_notional_max: 500
                  entry_slippage_max_bps: 2.5
                  net_edge_bps: 0
                  cooldown_ms: 100
                  on_restart: close
                """);
        assertThat(configuration.mode()).isEqualTo(Mode.LIVE);
        assertThat(configuration.exchange(ExchangeId.VEST).restUrl()).contains(URI.create("https://rest.example/v2"));
        assertThat(configuration.simulator()).isEqualTo(new SimulatorSettings(42, 20));
        assertThat(configuration.risk().limits().orderNotionalMaxE8()).isEqualTo(50_000_000_000L);
        assertThat(configuration.risk().limits().entryCapPpm()).isEqualTo(250);
        assertThat(configuration.risk().limits().netEdgePpm()).isZero();
        assertThat(configuration.risk().cooldownMillis()).isEqualTo(100);
        assertThat(configuration.risk().restart()).isEqualTo(RestartPolicy.CLOSE);
        assertThat(configuration.logging())
                .isEqualTo(new LoggingSettings(LoggingSettings.Level.DEBUG, LoggingSettings.Format.JSON));
    }

    @ParameterizedTest
    @CsvSource({"unwind, adopt, ADOPT", "hold, ask, ASK"})
    void takesAnOldWordWithAWarning(String old, String now, RestartPolicy policy) {
        LoadedConfiguration loaded = load(BOT + "risk: {on_restart: " + old + "}\n");
        assertThat(loaded).isInstanceOfSatisfying(LoadedConfiguration.Accepted.class, accepted -> {
            assertThat(accepted.configuration().risk().restart()).isEqualTo(policy);
            assertThat(accepted.warnings())
                    .extracting(Problem::text)
                    .singleElement()
                    .asString()
                    .contains("warning: risk.on_restart: found \"" + old + "\", the old word")
                    .endsWith("allowed: \"" + now + "\", which means the same");
        });
        assertThat(refused(BOT + "risk: {on_restart: wind}\n"))
                .singleElement()
                .asString()
                .endsWith("allowed: one of \"adopt\", \"ask\", \"close\"");
    }

    @Test
    void takesAnExitThresholdBelowZero() {
        assertThat(accepted(BOT.replace("0.05", "-0.0123")).bots().getFirst().spreadExitPpm())
                .isEqualTo(-123);
    }

    @Test
    void tellsEveryProblemInOneGoInTheOrderOfTheFile() {
        assertThat(refused("""
                        bots:
                          - id: btc
                            pair: BTCPERP
                            dex_a: vets
                            dex_b: paradex
                            spread_entri: 0.15
                            spread_exit: ten
                            leverage: 11
                        mode: test
                        """))
                .containsExactly(
                        "c.yaml:2:5: error: bots[0].spread_entry: found nothing (the key is missing); " + ENTRY_ALLOWED,
                        "c.yaml:2:5: error: bots[0].position_size: found nothing (the key is missing); "
                                + POSITION_SIZE_ALLOWED,
                        "c.yaml:3:11: error: bots[0].pair: found \"BTCPERP\"; allowed: a perpetual future such as"
                                + " BTC-PERP",
                        "c.yaml:4:12: error: bots[0].dex_a: found \"vets\" (did you mean \"vest\"?); allowed: one of"
                                + " \"paradex\", \"vest\"",
                        "c.yaml:6:5: error: bots[0]: found unknown key \"spread_entri\" (did you mean"
                                + " \"spread_entry\"?); allowed: id, pair, dex_a, dex_b, spread_entry, spread_exit,"
                                + " leverage, position_size, thresholds, half_life_minutes, shadow,"
                                + " rolling_basis, entry_quantile, leg_order,"
                                + " layers, layer_weights, spread_entry_max",
                        "c.yaml:7:18: error: bots[0].spread_exit: found \"ten\"; allowed: a percentage from -10 to 10,"
                                + " a plain decimal with up to 4 decimals, such as 0.15",
                        "c.yaml:8:15: error: bots[0].leverage: found \"11\"; allowed: a whole number from 1 to 10",
                        "c.yaml:9:7: error: mode: found \"test\"; allowed: one of \"live\", \"simulated\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                ".nan",
                ".inf",
                "-.inf",
                "Infinity",
                "1e-2",
                "1E2",
                "0x1F",
                "0o17",
                "007",
                "01.5",
                "+0.15",
                ".15",
                "1.",
                "1_000",
                "0,15",
                "0.15%",
                "-0.15",
                "0",
                "0.00001",
                "10.0001",
                "99999999999999999999",
                "true",
                "''",
                "\"0.15\"",
                "[0.15]",
                "{a: 0.15}",
                "٣",
                "0.15.1"
            })
    void takesOnlyPlainDecimalsInRangeForThresholds(String text) {
        assertThat(refused(BOT.replace("0.15", text)))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("c.yaml:6:19: error: bots[0].spread_entry: found ")
                        .endsWith(ENTRY_ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.000000001", "1000000.1", "1e3", "NaN", "lots", "1 BTC"})
    void takesOnlyExactQuantitiesForThePositionSize(String text) {
        assertThat(refused(BOT.replace("0.01", text)))
                .containsExactly(
                        "c.yaml:9:20: error: bots[0].position_size: found \"" + text + "\"; " + POSITION_SIZE_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "2.5", "0x5", "005", "ten", "9223372036854775808"})
    void takesOnlyWholeNumbersInRangeForLeverage(String text) {
        assertThat(refused(BOT.replace(" 10", " " + text)))
                .containsExactly("c.yaml:8:15: error: bots[0].leverage: found \"" + text
                        + "\"; allowed: a whole number from 1 to 10");
    }

    @Test
    void keepsFourDecimalsOfAPercentageExactly() {
        assertThat(accepted(BOT.replace("0.15", "0.1537")).bots().getFirst().spreadEntryPpm())
                .isEqualTo(1_537);
    }

    @Test
    void refusesTheSameExchangeTwice() {
        assertThat(refused(BOT.replace("dex_b: paradex", "dex_b: vest")))
                .containsExactly(
                        "c.yaml:5:12: error: bots[0].dex_b: found \"vest\", the same as dex_a; allowed: another"
                                + " exchange than dex_a");
    }

    @Test
    void refusesAnUnknownExchange() {
        assertThat(refused(BOT.replace("dex_b: paradex", "dex_b: binance")))
                .containsExactly("c.yaml:5:12: error: bots[0].dex_b: found \"binance\"; allowed: one of \"paradex\","
                        + " \"vest\"");
    }

    @Test
    void refusesTwoBotsWithOneIdAndTwoBotsOnOnePosition() {
        String second = BOT.substring(BOT.indexOf("  - id"));
        assertThat(refused(BOT + second))
                .containsExactly(
                        "c.yaml:10:9: error: bots[1].id: found \"btc\" a second time; allowed: an id of its own for"
                                + " every bot; the first is on line 2",
                        "c.yaml:11:11: error: bots[1].pair: found BTC-PERP on vest, which bot \"btc\" trades already;"
                                + " allowed: every pair on an exchange in one bot only: an exchange has one position"
                                + " for each");
    }

    @Test
    void refusesAKeyWrittenTwice() {
        assertThat(refused(BOT + "    leverage: 5\n"))
                .containsExactly("c.yaml:10:5: error: bots[0].leverage: found the key a second time; allowed: once; the"
                        + " first is on line 8");
    }

    @Test
    void warnsWhenThresholdsCannotPayTheFees() {
        LoadedConfiguration loaded = load(BOT.replace("0.15", "0.05").replace("exit: 0.05", "exit: 0.01"));
        assertThat(loaded).isInstanceOf(LoadedConfiguration.Accepted.class);
        assertThat(((LoadedConfiguration.Accepted) loaded).warnings())
                .extracting(Problem::text)
                .containsExactly("c.yaml:7:18: warning: bots[0].spread_exit: found spread_entry + spread_exit = 0.06 %,"
                        + " which cannot pay the published taker fees of 0.11 % for a round trip; allowed: a sum not below"
                        + " the fees; the bot will trade only while the exchanges charge less, or at spreads that much"
                        + " wider");
    }

    private static final String ROLLING = BOT + "    thresholds: rolling\n";

    @Test
    void measuresFromTheMeanAndAsksForNoQuantileUnlessTold() {
        ThresholdSettings told = accepted(ROLLING).bots().getFirst().thresholds();
        assertThat(told).isEqualTo(new ThresholdSettings(ThresholdSettings.Rule.ROLLING, 1_800_000, false));
        assertThat(told.basis()).isEqualTo(ThresholdSettings.Basis.MEAN);
        assertThat(told.entryQuantilePercent()).isZero();
    }

    @Test
    void takesTheMedianAndAQuantile() {
        assertThat(accepted(ROLLING + "    rolling_basis: median\n    entry_quantile: 95\n")
                        .bots()
                        .getFirst()
                        .thresholds())
                .isEqualTo(new ThresholdSettings(
                        ThresholdSettings.Rule.ROLLING, 1_800_000, false, ThresholdSettings.Basis.MEDIAN, 95));
        assertThat(accepted(BOT + "    shadow: true\n    entry_quantile: 0\n    rolling_basis: mean\n")
                        .bots()
                        .getFirst()
                        .thresholds()
                        .entryQuantilePercent())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "-1", "95.0", "95%", "0.95", "p95", "''", "1e1"})
    void takesOnlyWholePercentForTheQuantile(String text) {
        assertThat(refused(ROLLING + "    entry_quantile: " + text + "\n"))
                .singleElement()
                .asString()
                .startsWith("c.yaml:11:21: error: bots[0].entry_quantile: found ")
                .endsWith("; allowed: a whole number from 0 to 99");
    }

    @Test
    void takesOnlyTheTwoBases() {
        assertThat(refused(ROLLING + "    rolling_basis: mediann\n"))
                .containsExactly("c.yaml:11:20: error: bots[0].rolling_basis: found \"mediann\" (did you mean"
                        + " \"median\"?); allowed: one of \"mean\", \"median\"");
    }

    @Test
    void warnsOfWhatHasNoEffectOnFixedThresholds() {
        assertThat(((LoadedConfiguration.Accepted) load(BOT + "    entry_quantile: 95\n    rolling_basis: median\n"))
                        .warnings())
                .extracting(Problem::text)
                .containsExactly(
                        "c.yaml:10:21: warning: bots[0].entry_quantile: found 95, which has no effect on fixed"
                                + " thresholds; allowed: thresholds: rolling, or shadow: true, beside it",
                        "c.yaml:11:20: warning: bots[0].rolling_basis: found \"median\", which has no effect on fixed"
                                + " thresholds; allowed: thresholds: rolling, or shadow: true, beside it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bots:|c.yaml:1:6: error: bots: found nothing (no value after the colon); allowed: a list of 1 to 64 bots",
                "bots: []|c.yaml:1:7: error: bots: found an empty list; allowed: a list of 1 to 64 bots",
                "bots: btc|c.yaml:1:7: error: bots: found \"btc\"; allowed: a list of 1 to 64 bots",
                "mode: live|c.yaml:1:1: error: bots: found nothing (the key is missing); allowed: a list of 1 to 64 bots",
                "# nothing|c.yaml: error: found only comments; allowed: at least one bot under \"bots:\"",
            })
    void asksForBots(String document, String problem) {
        assertThat(refused(document)).containsExactly(problem);
    }

    @Test
    void refusesABotThatIsNoGroupOfKeys() {
        assertThat(refused("bots:\n  - btc\n").getFirst())
                .isEqualTo("c.yaml:2:5: error: bots[0]: found \"btc\"; allowed: keys and values, one a line: id, pair,"
                        + " dex_a, dex_b, spread_entry, spread_exit, leverage, position_size, thresholds,"
                        + " half_life_minutes, shadow, rolling_basis, entry_quantile, leg_order,"
                        + " layers, layer_weights, spread_entry_max");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/",
                "host:80",
                "https://user:key@host/",
                "https:///path",
                "https://host/#x",
                "http:// host"
            })
    void refusesAddressesThatAreNone(String address) {
        assertThat(refused(BOT + "exchanges: {vest: {rest_url: \"" + address + "\"}}"))
                .containsExactly("c.yaml:10:30: error: exchanges.vest.rest_url: found the text \"" + address
                        + "\" in quotes; allowed: an address such as https://host:port/path with the scheme https or"
                        + " http");
    }

    @Test
    void takesOnlyValuesThatTheRiskLimitsAllow() {
        assertThat(refused(BOT + """
                        risk:
                          order_notional_max: 0
                          entry_slippage_max_bps: 31
                          exit_slippage_max_bps: 0.5
                          net_edge_bps: 1.234
                          failures_max: 0
                          on_restart: pray
                        """))
                .containsExactly(
                        "c.yaml:11:23: error: risk.order_notional_max: found \"0\"; allowed: an amount of quote currency"
                                + " from 1 to 10000000, a plain decimal, such as 2000",
                        "c.yaml:12:27: error: risk.entry_slippage_max_bps: found \"31\"; allowed: basis points from 0 to"
                                + " 30, a plain decimal with up to 2 decimals, such as 10",
                        "c.yaml:13:26: error: risk.exit_slippage_max_bps: found \"0.5\"; allowed: basis points from 1"
                                + " to 30, a plain decimal with up to 2 decimals, such as 10",
                        "c.yaml:14:17: error: risk.net_edge_bps: found \"1.234\"; allowed: basis points from 0 to 100, a"
                                + " plain decimal with up to 2 decimals, such as 10",
                        "c.yaml:15:17: error: risk.failures_max: found \"0\"; allowed: a whole number from 1 to 100",
                        "c.yaml:16:15: error: risk.on_restart: found \"pray\"; allowed: one of \"adopt\", \"ask\","
                                + " \"close\"");
    }

    @Test
    void readsWhatAccountsAndAllBotsTogetherMayRisk() {
        Configuration configuration = accepted(BOT + """
                live: {network: testnet, account_suffix: {vest: AB12, paradex: "0012"}}
                risk:
                  total_notional_max: 5000
                  order_equity_times_max: 5
                  entries_per_minute_max: 10
                  entries_per_day_max: 100
                  reply_p99_max_ms: 750
                  margin_buffer_percent: 5
                  margin_use_block_percent: 40
                  margin_use_halve_percent: 60
                  margin_use_close_percent: 80
                  liquidation_distance_entry_percent: 20
                  liquidation_distance_halve_percent: 15
                  liquidation_distance_close_percent: 9
                  stop_loss_bps: 80
                  cycle_loss_bps_max: 25.5
                  day_loss_max: 20
                  day_loss_percent: 1
                  hold_max_hours: 8
                  boots_max: 5
                  maintenance:
                    - {exchange: vest, days: [sunday], from: 23:30, to: 24:00}
                """);
        RiskLimits limits = configuration.risk().limits();
        assertThat(limits.caps().orderEquityTimesMax()).isEqualTo(5);
        assertThat(limits.margin()).isEqualTo(new RiskLimits.Margin(5, 40, 60, 80, 20, 15, 9));
        assertThat(limits.holding().stopLossPpm()).isEqualTo(8_000);
        assertThat(limits.breaker().cycleLossPpmMax()).isEqualTo(2_550);
        assertThat(configuration.risk().holdMaxMillis()).isEqualTo(8 * 3_600_000L);
        RiskSettings.Together together = configuration.risk().together();
        assertThat(together.totalNotionalMaxE8()).contains(500_000_000_000L);
        assertThat(together.entries()).isEqualTo(new EngineLimits.Entries(10, 100, 750));
        assertThat(together.dayLoss()).isEqualTo(new EngineLimits.DayLossLimit(2_000_000_000L, 1));
        assertThat(together.bootsMax()).isEqualTo(5);
        assertThat(together.maintenance())
                .contains(List.of(new MaintenanceWindow(
                        ExchangeId.VEST, Set.of(MaintenanceWindow.Weekday.SUNDAY), 1_410, 1_440)));
        assertThat(configuration.live().network()).contains(LiveSettings.Network.TESTNET);
        assertThat(configuration.live().accountSuffixes())
                .isEqualTo(Map.of(ExchangeId.VEST, "ab12", ExchangeId.PARADEX, "0012"));
        assertThat(accepted(BOT).risk()).isEqualTo(RiskSettings.DEFAULT);
        assertThat(accepted(BOT).live()).isEqualTo(LiveSettings.NONE);
    }

    @Test
    void refusesGuardsOutOfOrderAndWindowsThatCannotBe() {
        assertThat(refused(BOT + """
                        live: {account_suffix: {vest: abcde}}
                        risk:
                          margin_use_halve_percent: 90
                          liquidation_distance_close_percent: 8
                          order_equity_times_max: 11
                          maintenance:
                            - {exchange: vest, days: [someday], from: 05:00, to: 04:00}
                            - {exchange: vest, days: [monday], from: 25:00, to: 04:00}
                        """))
                .satisfies(problems -> assertThat(problems)
                        .hasSize(7)
                        .anySatisfy(text -> assertThat(text).contains("live.account_suffix.vest: found \"abcde\""))
                        .anySatisfy(text -> assertThat(text).contains("the levels 50, 90, 85 of block, halve, close"))
                        .anySatisfy(text -> assertThat(text).contains("the levels 8, 7, 10 of close, halve, entry"))
                        .anySatisfy(text -> assertThat(text).contains("risk.order_equity_times_max: found \"11\""))
                        .anySatisfy(text -> assertThat(text).contains("risk.maintenance[0].days: found \"someday\""))
                        .anySatisfy(text -> assertThat(text).contains("risk.maintenance[0].to"))
                        .anySatisfy(text -> assertThat(text).contains("risk.maintenance[1].from: found \"25:00\"")));
    }

    @Test
    void readsWhatMarketDataMustLookLike() {
        Configuration configuration = accepted(BOT + """
                exchanges:
                  vest: {proof_ping_ms: 500}
                  paradex: {quote_rate_symbol: USDC-USD}
                risk:
                  confirmation: {updates: 3, window_ms: 800}
                  feed_lag_max_ms: 300
                  feed_lag_warn_ms: 200
                  mark_age_max_ms: 4000
                  mark_band_bps: 150.5
                  quote_rate_required: true
                  edge_realised_percent_min: 60
                """);
        assertThat(configuration.risk().data().of("BTC-PERP"))
                .isEqualTo(new DataLimits(new Confirmation(3, 800), 200, 300, 4_000, 15_050, true, 60));
        assertThat(configuration.exchange(ExchangeId.VEST).proofPingMillis()).hasValue(500);
        assertThat(configuration.exchange(ExchangeId.PARADEX).quoteRateSymbol()).contains("USDC-USD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTC-PERP", "SOL-PERP"})
    void leavesMarketDataAtTheInstrumentsDefaults(String pair) {
        assertThat(accepted(BOT).risk().data().of(pair)).isEqualTo(DataLimits.of(pair));
        assertThat(accepted(BOT + "exchanges: {vest: {proof_ping_ms: 0}}\n")
                        .exchange(ExchangeId.VEST)
                        .proofPingMillis())
                .hasValue(0);
        assertThat(accepted(BOT + "risk: {feed_lag_max_ms: 100}\n")
                        .risk()
                        .data()
                        .of(pair)
                        .lagWarnMillis())
                .as("the default warning gives way to a low limit")
                .isEqualTo(100);
    }

    @Test
    void takesOnlyValuesThatTheDataLimitsAllow() {
        assertThat(refused(BOT + """
                        exchanges:
                          vest: {proof_ping_ms: 50, quote_rate_symbol: USDC}
                          paradex: {quote_rate_symbol: "USDC USD"}
                        risk:
                          confirmation: {updates: 11, window_mss: 10}
                          feed_lag_max_ms: 300
                          feed_lag_warn_ms: 301
                          mark_age_max_ms: 499
                          mark_band_bps: 0.99
                          quote_rate_required: yes
                          edge_realised_percent_min: 101
                        """))
                .containsExactly(
                        "c.yaml:11:25: error: exchanges.vest.proof_ping_ms: found \"50\"; allowed: 0 for none, or a"
                                + " whole number from 100 to 60000",
                        "c.yaml:11:29: error: exchanges.vest: found unknown key \"quote_rate_symbol\"; allowed:"
                                + " rest_url, websocket_url, proof_ping_ms",
                        "c.yaml:12:32: error: exchanges.paradex.quote_rate_symbol: found the text \"USDC USD\" in"
                                + " quotes; allowed: the name of an instrument on Paradex, up to 64 characters",
                        "c.yaml:14:27: error: risk.confirmation.updates: found \"11\"; allowed: a whole number from 1"
                                + " to 10",
                        "c.yaml:14:31: error: risk.confirmation: found unknown key \"window_mss\" (did you mean"
                                + " \"window_ms\"?); allowed: updates, window_ms",
                        "c.yaml:16:21: error: risk.feed_lag_warn_ms: found \"301\"; allowed: not above"
                                + " feed_lag_max_ms, which is 300",
                        "c.yaml:17:20: error: risk.mark_age_max_ms: found \"499\"; allowed: a whole number from 500 to"
                                + " 60000",
                        "c.yaml:18:18: error: risk.mark_band_bps: found \"0.99\"; allowed: basis points from 1 to"
                                + " 1000, a plain decimal with up to 2 decimals, such as 100",
                        "c.yaml:19:24: error: risk.quote_rate_required: found \"yes\"; allowed: one of \"false\","
                                + " \"true\"",
                        "c.yaml:20:30: error: risk.edge_realised_percent_min: found \"101\"; allowed: a whole number"
                                + " from 0 to 100");
    }

    @Test
    void readsTheFeeProfile() {
        assertThat(paradexProfile("")).isEqualTo(FeeProfile.PRO);
        assertThat(paradexProfile("exchanges: {paradex: {fee_profile: pro}}\n")).isEqualTo(FeeProfile.PRO);
        assertThat(paradexProfile("exchanges: {paradex: {fee_profile: retail}}\n"))
                .isEqualTo(new FeeProfile(true, 0, 300));
        assertThat(paradexProfile("exchanges: {paradex: {fee_profile: retail, speed_bump_ms: 500}}\n"))
                .isEqualTo(new FeeProfile(true, 0, 500));
    }

    private static FeeProfile paradexProfile(String exchanges) {
        return accepted(BOT + exchanges).exchange(ExchangeId.PARADEX).feeProfile();
    }

    @Test
    void takesOnlyFeeProfilesThatExist() {
        assertThat(refused(BOT + "exchanges: {paradex: {fee_profile: retial, speed_bump_ms: 300}}\n"))
                .containsExactly("c.yaml:10:36: error: exchanges.paradex.fee_profile: found \"retial\" (did you mean"
                        + " \"retail\"?); allowed: one of \"pro\", \"retail\"");
        assertThat(refused(BOT + "exchanges: {paradex: {fee_profile: retail, speed_bump_ms: 2001}}\n"))
                .containsExactly("c.yaml:10:59: error: exchanges.paradex.speed_bump_ms: found \"2001\"; allowed: a"
                        + " whole number from 0 to 2000");
        assertThat(refused(BOT + "exchanges: {paradex: {speed_bump_ms: 300}}\n"))
                .containsExactly("c.yaml:10:38: error: exchanges.paradex.speed_bump_ms: found \"300\", while orders"
                        + " are pro orders, which have none; allowed: a speed bump only together with fee_profile:"
                        + " retail");
        assertThat(refused(BOT + "exchanges: {vest: {fee_profile: retail}}\n"))
                .containsExactly("c.yaml:10:20: error: exchanges.vest: found unknown key \"fee_profile\"; allowed:"
                        + " rest_url, websocket_url, proof_ping_ms");
    }

    @Test
    void looksAtThresholdsWithTheFeesOfTheProfile() {
        String thin = BOT.replaceFirst("spread_exit: .*", "spread_exit: -0.12");
        assertThat(refused(thin)).hasSize(1).first().asString().contains("the least that a round trip can cost");
        String retail = thin + "exchanges: {paradex: {fee_profile: retail}}\n";
        assertThat(ConfigurationLoader.load(retail.getBytes(StandardCharsets.UTF_8), "c.yaml"))
                .isInstanceOfSatisfying(
                        LoadedConfiguration.Accepted.class,
                        accepted -> assertThat(accepted.warnings()).isEmpty());
        assertThat(refused(retail.replace("-0.12", "-0.1301")))
                .first()
                .asString()
                .contains("spread_entry + spread_exit = 0.0199 %, below 0.02 %");
        BotConfiguration bot = accepted(retail).bots().getFirst();
        assertThat(ThresholdLint.roundTripFeesPpm(bot, FeeProfile.RETAIL)).isEqualTo(200);
        assertThat(ThresholdLint.roundTripFeesPpm(bot, FeeProfile.PRO)).isEqualTo(1_100);
    }

    @Test
    void refusesToWaitForARateThatNobodyReads() {
        assertThat(refused(BOT + "risk: {quote_rate_required: true}\n"))
                .containsExactly("c.yaml:10:29: error: risk.quote_rate_required: found \"true\", while no rate is"
                        + " read; allowed: \"true\" only together with exchanges.paradex.quote_rate_symbol");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(refused(""))
                .containsExactly("c.yaml: error: found an empty file; allowed: at least one bot under \"bots:\"");
        assertThat(refused(" \n\n"))
                .containsExactly("c.yaml: error: found an empty file; allowed: at least one bot under \"bots:\"");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] document = BOT.getBytes(StandardCharsets.UTF_8);
        document[document.length - 2] = (byte) 0xFF;
        assertThat(problems(ConfigurationLoader.load(document, "c.yaml")))
                .containsExactly("c.yaml:9: error: found bytes that are not UTF-8; allowed: text in UTF-8");
    }

    @Test
    void refusesTabsInTheIndentation() {
        assertThat(refused(BOT.replace("    pair", "\tpair").replace("    dex_a", "  \tdex_a")))
                .containsExactly(
                        "c.yaml:3:1: error: found a tab in the indentation; allowed: spaces",
                        "c.yaml:4:3: error: found a tab in the indentation; allowed: spaces");
    }

    @Test
    void refusesAHugeFile() {
        assertThat(refused(BOT + "#".repeat(300_000)))
                .containsExactly("c.yaml: error: found more than 262144 bytes; allowed: at most 262144 bytes");
    }

    @Test
    void refusesAliasesWhichCanExplode() {
        assertThat(refused("a: &a [1, 2]\nb: [*a, *a]\n"))
                .containsExactly("c.yaml:2:5: error: found an alias (*name); allowed: every value written out");
    }

    @Test
    void refusesNestingWhichCanOverflow() {
        assertThat(refused("bots: " + "[".repeat(100_000)))
                .containsExactly(
                        "c.yaml:1:14: error: found more than 8 levels of nesting; allowed: the keys described in"
                                + " docs/configuration.md");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(refused(BOT + "---\nmode: live\n"))
                .containsExactly(
                        "c.yaml:10:1: error: found a second document (---); allowed: one document in the file");
    }

    @Test
    void refusesTextThatIsNotYaml() {
        assertThat(refused("bots: [\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("c.yaml:2:1: error: found text that is not YAML (")
                        .endsWith("); allowed: YAML 1.2"));
        assertThat(refused("bots: \u0007\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("found text that is not YAML"));
    }

    @Test
    void neverShowsWhatLooksLikeAKey() {
        String key = "0x" + "4c0883a6".repeat(8);
        assertThat(refused(BOT.replace("leverage: 10", "leverage: " + key)).toString())
                .contains("hidden: looks like a key")
                .doesNotContain("4c0883a6");
        assertThat(refused(BOT + key + ": 1\n").toString()).doesNotContain("4c0883a6");
    }

    @Test
    void refusesFilesThatAreMissingOrDirectories(@TempDir Path directory) {
        assertThat(problems(ConfigurationLoader.load(directory.resolve("none.yaml"))))
                .containsExactly(
                        directory.resolve("none.yaml") + ": error: found no such file; allowed: a readable file");
        assertThat(problems(ConfigurationLoader.load(directory)))
                .containsExactly(directory + ": error: found a directory; allowed: a readable file");
    }

    @Test
    void readsAFileFromDisk(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("config.yaml"), "\uFEFF" + BOT.replace("\n", "\r\n"));
        assertThat(ConfigurationLoader.load(file)).isInstanceOf(LoadedConfiguration.Accepted.class);
    }

    @Test
    void neverThrowsForAnyChangeOfAValidDocument() {
        long seed = System.nanoTime();
        System.out.println("ConfigurationLoaderTest seed " + seed);
        Random random = new Random(seed);
        byte[] valid = BOT.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = valid.clone();
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte)
                        (random.nextBoolean()
                                ? random.nextInt(256)
                                : ":-[]{}&*!|>'\"%@`#,? \n".charAt(random.nextInt(21)));
            }
            assertThat(ConfigurationLoader.load(changed, "c.yaml")).isNotNull();
        }
    }

    private static LoadedConfiguration load(String document) {
        return ConfigurationLoader.load(document.getBytes(StandardCharsets.UTF_8), "c.yaml");
    }

    private static Configuration accepted(String document) {
        LoadedConfiguration loaded = load(document);
        assertThat(loaded).isInstanceOf(LoadedConfiguration.Accepted.class);
        return ((LoadedConfiguration.Accepted) loaded).configuration();
    }

    private static List<String> refused(String document) {
        return problems(load(document));
    }

    private static List<String> problems(LoadedConfiguration loaded) {
        assertThat(loaded).isInstanceOf(LoadedConfiguration.Refused.class);
        return ((LoadedConfiguration.Refused) loaded)
                .problems().stream().map(Problem::text).toList();
    }

    private static String resource(String name) {
        try (InputStream input = ConfigurationLoader.class.getResourceAsStream(name)) {
            assertThat(input).isNotNull();
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
