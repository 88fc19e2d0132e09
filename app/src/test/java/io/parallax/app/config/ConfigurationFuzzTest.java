package io.parallax.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.fuzz.Fuzzer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files an operator writes, given mutations of good ones.
class ConfigurationFuzzTest {
    private static final String KEY = "5ec4e7".repeat(10) + "beef";

    @TempDir
    private Path directory = Path.of(".");

    /// What is accepted is within its bounds, what is refused says why on lines that people can read.
    @Test
    void everyConfigurationIsAcceptedWithinBoundsOrRefusedWithReasons() throws IOException {
        try (InputStream document = ConfigurationLoader.class.getResourceAsStream("document-config.yaml")) {
            assertThat(document).isNotNull();
            Fuzzer.of("configuration")
                    .share(100)
                    .from(List.of(document.readAllBytes(), whole()))
                    .fromCorpus(ConfigurationFuzzTest.class)
                    .allocating(4 << 20, 4_000)
                    .within(60)
                    .run(bytes -> judge(ConfigurationLoader.load(bytes, "c.yaml")));
        }
    }

    private static String judge(LoadedConfiguration loaded) {
        return switch (loaded) {
            case LoadedConfiguration.Accepted accepted -> {
                for (BotConfiguration bot : accepted.configuration().bots()) {
                    assertThat(bot.leverage()).isBetween(1, 10);
                    assertThat(bot.dexA()).isNotEqualTo(bot.dexB());
                }
                yield "accepted " + Math.min(accepted.configuration().bots().size(), 3);
            }
            case LoadedConfiguration.Refused refused -> {
                assertThat(refused.problems()).isNotEmpty();
                for (Problem problem : refused.problems()) {
                    assertThat(problem.text().chars()).noneMatch(c -> c < ' ');
                    assertThat(problem.text().length()).isLessThan(1_000);
                }
                yield Fuzzer.shape(refused.problems().getFirst().text());
            }
        };
    }

    private static byte[] whole() {
        return """
                mode: simulated
                bots:
                  - id: btc
                    pair: BTC-PERP
                    dex_a: vest
                    dex_b: paradex
                    spread_entry: 0.15
                    spread_exit: 0.05
                    leverage: 10
                    position_size: 0.01
                  - {id: eth, pair: ETH-USD-PERP, dex_a: paradex, dex_b: vest, spread_entry: 0.2, spread_exit: 0.1, position_size: 1}
                exchanges:
                  vest: {rest_url: "http://127.0.0.1:1/v2", websocket_url: "ws://127.0.0.1:1/ws-api"}
                simulator: {seed: 7, speed: 20}
                risk: {order_notional_max: 5000, repair_budget_bps: 30, cooldown_ms: 2000, on_restart: unwind}
                logging: {level: info, format: json}
                """.getBytes(StandardCharsets.UTF_8);
    }

    /// No complaint holds any part of a value: what stands in the file may be a key.
    @Test
    void everyEnvironmentFileIsReadOrRefusedWithoutShowingAValue() throws IOException {
        Path file = Files.createFile(
                directory.resolve(".env"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String good = "# keys\nVEST_PRIMARY_KEY=0x" + KEY + "\nexport VEST_SIGNING_KEY='" + KEY
                + "'\nVEST_PRIMARY_ADDR=0x" + "1".repeat(40) + "\nPARADEX_PRIVATE_KEY=\"0x" + KEY
                + "\" # note\nPARADEX_ACCOUNT_ADDRESS=0x" + "2".repeat(63) + "\n";
        Fuzzer.of("environment")
                .share(640)
                .from(List.of(good.getBytes(StandardCharsets.UTF_8), "A=b\n".getBytes(StandardCharsets.UTF_8)))
                .fromCorpus(ConfigurationFuzzTest.class)
                .allocating(2 << 20, 2_000)
                .within(60)
                .run(bytes -> {
                    Files.write(file, bytes);
                    return switch (CredentialsLoader.load(Map.of(), file)) {
                        case LoadedCredentials.Accepted _ -> "accepted";
                        case LoadedCredentials.Refused refused -> {
                            for (Problem problem : refused.problems()) {
                                assertThat(problem.text()).doesNotContain("5ec4e7");
                            }
                            yield Fuzzer.shape(refused.problems().getFirst().text());
                        }
                    };
                });
    }
}
