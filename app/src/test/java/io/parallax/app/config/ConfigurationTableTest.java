package io.parallax.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Good and bad values, each with the exact words that the operator reads. A row changes one line of a good
/// file, or adds one at its end.
class ConfigurationTableTest {
    private static final String GOOD = """
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

    private static LoadedConfiguration load(String key, String value) {
        String document = GOOD.contains("    " + key + ":")
                ? GOOD.replaceFirst("(?m)^    " + key + ":.*$", "    " + key + ": " + value)
                : GOOD + "risk: {" + key + ": " + value + "}\n";
        return ConfigurationLoader.load(document.replace('⏎', '\n').getBytes(StandardCharsets.UTF_8), "c.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spread_entry|0.0601",
                "spread_entry|1.5",
                "spread_exit|-0.04",
                "spread_exit|0.15",
                "leverage|1",
                "position_size|0.00000001",
                "latency_buffer_bps|0",
                "latency_buffer_bps|0.01",
                "latency_buffer_bps|100",
                "hold_expected_minutes|0",
                "hold_expected_minutes|43200",
                "funding_required|false",
                "net_edge_bps|100",
                "leverage|10⏎    thresholds: rolling⏎    half_life_minutes: 10080⏎    shadow: true",
                "leverage|10⏎    leg_order: pilot",
                "leverage|10⏎    layers: 1",
                "leverage|10⏎    layers: 10⏎    layer_weights: quadratic⏎    spread_entry_max: 0.1501",
                "leverage|10⏎    layers: 2⏎    layer_weights: equal⏎    spread_entry_max: 1.5",
                "leverage|10⏎    thresholds: fixed⏎    half_life_minutes: 1⏎    shadow: false",
            })
    void takesWhatIsGood(String key, String value) {
        assertThat(load(key, value))
                .isInstanceOfSatisfying(
                        LoadedConfiguration.Accepted.class,
                        accepted -> assertThat(accepted.warnings()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spread_entry|0|c.yaml:6:19: error: bots[0].spread_entry: found \"0\"; allowed: a percentage "
                        + "above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15",
                "spread_entry|-0.1|c.yaml:6:19: error: bots[0].spread_entry: found \"-0.1\"; allowed: a "
                        + "percentage above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15",
                "spread_entry|15|c.yaml:6:19: error: bots[0].spread_entry: found \"15\"; allowed: a percentage "
                        + "above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15",
                "spread_entry|0.15%|c.yaml:6:19: error: bots[0].spread_entry: found \"0.15%\"; allowed: a "
                        + "percentage above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15",
                "spread_entry|0,15|c.yaml:6:19: error: bots[0].spread_entry: found \"0,15\"; allowed: a "
                        + "percentage above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15",
                "spread_entry|.15|c.yaml:6:19: error: bots[0].spread_entry: found \".15\"; allowed: a percentage "
                        + "above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15",
                "spread_entry|1e-1|c.yaml:6:19: error: bots[0].spread_entry: found \"1e-1\"; allowed: a "
                        + "percentage above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15",
                "spread_entry|0.00001|c.yaml:6:19: error: bots[0].spread_entry: found \"0.00001\"; allowed: a "
                        + "percentage above 0 and at most 10, a plain decimal with up to 4 decimals, such as 0.15",
                "spread_entry|0.003|c.yaml:7:18: error: bots[0].spread_exit: found spread_entry + spread_exit = "
                        + "0.053 %, below 0.055 %, the least that a round trip can cost; allowed: a sum of at least 0.055 "
                        + "%; values are percent: if 0.3 % was meant, spread_entry is 0.3",
                "spread_entry|0.0015|c.yaml:7:18: error: bots[0].spread_exit: found spread_entry + spread_exit = "
                        + "0.0515 %, below 0.055 %, the least that a round trip can cost; allowed: a sum of at least 0.055 "
                        + "%; values are percent: if 0.15 % was meant, spread_entry is 0.15",
                "spread_exit|-0.15|c.yaml:7:18: error: bots[0].spread_exit: found spread_entry + spread_exit = 0 "
                        + "%, below 0.055 %, the least that a round trip can cost; allowed: a sum of at least 0.055 %",
                "spread_exit|-0.0951|c.yaml:7:18: error: bots[0].spread_exit: found spread_entry + spread_exit = "
                        + "0.0549 %, below 0.055 %, the least that a round trip can cost; allowed: a sum of at least 0.055 "
                        + "%",
                "spread_entry|3.0001|c.yaml:6:19: error: bots[0].spread_entry: found 3.0001 %; allowed: at most "
                        + "3 %: a larger spread is taken for bad data; values are percent, 15 basis points are 0.15",
                "spread_exit|3.5|c.yaml:7:18: error: bots[0].spread_exit: found 3.5 %; allowed: at most 3 %: a "
                        + "larger spread is taken for bad data; values are percent, 15 basis points are 0.15",
                "leverage|0|c.yaml:8:15: error: bots[0].leverage: found \"0\"; allowed: a whole number from 1 to "
                        + "10",
                "leverage|11|c.yaml:8:15: error: bots[0].leverage: found \"11\"; allowed: a whole number from 1 "
                        + "to 10",
                "leverage|2.5|c.yaml:8:15: error: bots[0].leverage: found \"2.5\"; allowed: a whole number from "
                        + "1 to 10",
                "position_size|0|c.yaml:9:20: error: bots[0].position_size: found \"0\"; allowed: a quantity in "
                        + "base currency above 0 and at most 1000000, a plain decimal with up to 8 decimals, such as 0.01",
                "position_size|-1|c.yaml:9:20: error: bots[0].position_size: found \"-1\"; allowed: a quantity "
                        + "in base currency above 0 and at most 1000000, a plain decimal with up to 8 decimals, such as "
                        + "0.01",
                "latency_buffer_bps|100.01|c.yaml:10:28: error: risk.latency_buffer_bps: found \"100.01\"; "
                        + "allowed: basis points from 0 to 100, a plain decimal with up to 2 decimals, such as 0.5",
                "latency_buffer_bps|-1|c.yaml:10:28: error: risk.latency_buffer_bps: found \"-1\"; allowed: "
                        + "basis points from 0 to 100, a plain decimal with up to 2 decimals, such as 0.5",
                "latency_buffer_bps|0.005|c.yaml:10:28: error: risk.latency_buffer_bps: found \"0.005\"; "
                        + "allowed: basis points from 0 to 100, a plain decimal with up to 2 decimals, such as 0.5",
                "hold_expected_minutes|-1|c.yaml:10:31: error: risk.hold_expected_minutes: found \"-1\"; "
                        + "allowed: a whole number from 0 to 43200",
                "hold_expected_minutes|43201|c.yaml:10:31: error: risk.hold_expected_minutes: found \"43201\"; "
                        + "allowed: a whole number from 0 to 43200",
                "hold_expected_minutes|1.5|c.yaml:10:31: error: risk.hold_expected_minutes: found \"1.5\"; "
                        + "allowed: a whole number from 0 to 43200",
                "funding_required|maybe|c.yaml:10:26: error: risk.funding_required: found \"maybe\"; allowed: "
                        + "one of \"false\", \"true\"",
                "leverage|10⏎    thresholds: adaptive|c.yaml:9:17: error: bots[0].thresholds: found \"adaptive\"; allowed: one"
                        + " of \"fixed\", \"rolling\"",
                "leverage|10⏎    half_life_minutes: 0|c.yaml:9:24: error: bots[0].half_life_minutes: found \"0\";"
                        + " allowed: a whole number from 1 to 10080",
                "leverage|10⏎    leg_order: vest first|c.yaml:9:16: error: bots[0].leg_order: found \"vest first\"; allowed: one"
                        + " of \"concurrent\", \"pilot\"",
                "leverage|10⏎    layers: 11|c.yaml:9:13: error: bots[0].layers: found \"11\"; allowed: a whole number"
                        + " from 1 to 10",
                "leverage|10⏎    layers: 3|c.yaml:2:5: error: bots[0].spread_entry_max: found nothing (the key is"
                        + " missing); allowed: a percentage above 0 and at most 10, a plain decimal with up to 4 decimals,"
                        + " such as 0.15",
                "leverage|10⏎    layers: 3⏎    spread_entry_max: 0.15|c.yaml:10:23: error: bots[0].spread_entry_max:"
                        + " found 0.15 %, with spread_entry at 0.15 %; allowed: more than spread_entry: the first layer"
                        + " enters there, the last one here",
                "leverage|10⏎    layers: 3⏎    spread_entry_max: 4|c.yaml:10:23: error: bots[0].spread_entry_max:"
                        + " found 4 %; allowed: at most 3 %: a larger spread is taken for bad data; values are percent,"
                        + " 15 basis points are 0.15",
                "leverage|10⏎    spread_entry_max: 0.3|c.yaml:9:23: error: bots[0].spread_entry_max: found a setting of"
                        + " layers without any; allowed: \"layers\" of 2 to 10 beside it, or neither",
                "leverage|10⏎    layers: 3⏎    layer_weights: cubic⏎    spread_entry_max: 0.3|c.yaml:10:20: error:"
                        + " bots[0].layer_weights: found \"cubic\"; allowed: one of \"equal\", \"quadratic\"",
                "leverage|10⏎    shadow: both|c.yaml:9:13: error: bots[0].shadow: found \"both\"; allowed: one of"
                        + " \"false\", \"true\"",
                "net_edge_bps|101|c.yaml:10:22: error: risk.net_edge_bps: found \"101\"; allowed: basis points "
                        + "from 0 to 100, a plain decimal with up to 2 decimals, such as 10",
            })
    void refusesWhatIsBad(String key, String value, String message) {
        assertThat(load(key, value))
                .isInstanceOfSatisfying(
                        LoadedConfiguration.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::text)
                                .isEqualTo(List.of(message)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spread_entry|0.0599|c.yaml:7:18: warning: bots[0].spread_exit: found spread_entry + spread_exit "
                        + "= 0.1099 %, which cannot pay the published taker fees of 0.11 % for a round trip; allowed: a "
                        + "sum not below the fees; the bot will trade only while the exchanges charge less, or at spreads "
                        + "that much wider",
                "spread_exit|-0.095|c.yaml:7:18: warning: bots[0].spread_exit: found spread_entry + spread_exit "
                        + "= 0.055 %, which cannot pay the published taker fees of 0.11 % for a round trip; allowed: a sum "
                        + "not below the fees; the bot will trade only while the exchanges charge less, or at spreads that "
                        + "much wider",
                "spread_exit|0.2|c.yaml:7:18: warning: bots[0].spread_exit: found 0.2 %, above spread_entry; "
                        + "allowed: usually a negative percentage: a position closes only once the spread has turned round "
                        + "by 0.35 %, or after risk.hold_max_hours",
                "spread_entry|1.5001|c.yaml:6:19: warning: bots[0].spread_entry: found 1.5001 %; allowed: up to "
                        + "1.5 %: beyond it a spread is believed only while both exchanges' marks show it",
            })
    void warnsOfWhatHardlyPays(String key, String value, String message) {
        assertThat(load(key, value))
                .isInstanceOfSatisfying(
                        LoadedConfiguration.Accepted.class,
                        accepted -> assertThat(accepted.warnings())
                                .extracting(Problem::text)
                                .isEqualTo(List.of(message)));
    }
}
