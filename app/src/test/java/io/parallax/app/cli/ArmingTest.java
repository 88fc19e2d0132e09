package io.parallax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.app.ExchangeEndpoint;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.ConfigurationLoader;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.LoadedConfiguration;
import io.parallax.app.config.ThrowawayCredentials;
import io.parallax.instrument.ExchangeId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArmingTest {
    private static final Credentials KEYS = ThrowawayCredentials.of(7);
    private static final Map<ExchangeId, ExchangeEndpoint> ELSEWHERE = Map.of(
            ExchangeId.PARADEX,
            new ExchangeEndpoint(URI.create("https://other.example/v1"), URI.create("wss://other.example/v1")));

    private final StringWriter said = new StringWriter();

    private boolean isMeant(String live, Map<ExchangeId, ExchangeEndpoint> endpoints) {
        String document = """
                bots:
                  - {id: a, pair: BTC-PERP, dex_a: vest, dex_b: paradex, spread_entry: 0.15, spread_exit: 0.05, position_size: 0.01}
                mode: live
                """ + live;
        LoadedConfiguration loaded = ConfigurationLoader.load(document.getBytes(StandardCharsets.UTF_8), "c.yaml");
        Configuration configuration = ((LoadedConfiguration.Accepted) loaded).configuration();
        return Arming.isMeant(configuration, KEYS, endpoints, new PrintWriter(said));
    }

    private static String suffix() {
        String account = KEYS.paradexAccountAddress();
        return account.substring(account.length() - 4).toUpperCase(Locale.ROOT);
    }

    @Test
    void whatIsNotNamedIsNotCompared() {
        assertThat(isMeant("", Map.of())).isTrue();
        assertThat(isMeant("", ELSEWHERE)).isTrue();
    }

    @Test
    void theNetworkMustBeTheNamedOne() {
        assertThat(isMeant("live: {network: mainnet}", Map.of())).isTrue();
        assertThat(isMeant("live: {network: mainnet}", ELSEWHERE)).isFalse();
        assertThat(said.toString())
                .contains("live.network is mainnet, but paradex would be reached on testnet.")
                .doesNotContain("vest");
        assertThat(isMeant("live: {network: testnet}", Map.of())).isFalse();
    }

    @Test
    void theAccountMustEndAsNamed() {
        assertThat(isMeant("live: {account_suffix: {paradex: \"" + suffix() + "\"}}", Map.of()))
                .isTrue();
        String other = suffix().equals("0000") ? "1111" : "0000";
        assertThat(isMeant("live: {account_suffix: {paradex: \"" + other + "\"}}", Map.of()))
                .isFalse();
        assertThat(said.toString())
                .contains("live.account_suffix.paradex is " + other + ", but the account ends in "
                        + suffix().toLowerCase(Locale.ROOT));
    }
}
