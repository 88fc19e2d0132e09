package io.parallax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private static final String DOCUMENT = """
            bots:
              - id: "btc-arb-1"
                pair: BTC-PERP
                dex_a: vest
                dex_b: paradex
                spread_entry: 0.15
                spread_exit: 0.05
                leverage: 10
                position_size: 0.01
            """;

    @TempDir
    private Path directory = Path.of(".");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void checksTheDocumentsConfiguration() throws IOException {
        assertThat(execute("check", "--config", file(DOCUMENT))).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        Usable: mode simulated, 1 bot
                          btc-arb-1: 0.01 BTC-PERP on vest (A) and paradex (B), entry at 0.15 %, exit at 0.05 %, leverage 10
                            a cycle at the thresholds                 %        bps  per 1000 of value
                              entry                             +0.1500     +15.00        +1.50
                              exit                              +0.0500      +5.00        +0.50
                              published taker fees, four legs   -0.1100     -11.00        -1.10
                              latency buffer                    -0.0050      -0.50        -0.05
                              left, before funding              +0.0850      +8.50        +0.85
                            breaks even when left at -0.04 % after an entry at the threshold; entered when at least 0.02 % is left after funding
                        """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void checksWithTheFeesOfTheProfile() throws IOException {
        String retail = DOCUMENT + "exchanges: {paradex: {fee_profile: retail, speed_bump_ms: 500}}\n";
        assertThat(execute("check", "--config", file(retail))).isZero();
        assertThat(out.toString())
                .contains("published taker fees, four legs   -0.0200      -2.00        -0.20")
                .contains("left, before funding              +0.1750     +17.50        +1.75")
                .contains("Paradex orders are retail orders: taker fee as the market tells it, published as 0 %; each"
                        + " waits 500 ms");
        out.getBuffer().setLength(0);
        assertThat(execute("check", "--config", file(DOCUMENT))).isZero();
        assertThat(out.toString()).doesNotContain("retail");
    }

    @Test
    void checksTheEmbeddedDefault() {
        assertThat(execute("check")).isZero();
        assertThat(out.toString()).startsWith("Usable: mode simulated, 2 bots");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run", "monitor"})
    void refusesABadConfigurationWithAllItsProblems(String command) throws IOException {
        String bad = DOCUMENT.replace("0.15", "NaN").replace("leverage: 10", "leverage: 0");
        assertThat(execute(command, "--config", file(bad))).isEqualTo(40);
        assertThat(err.toString())
                .contains("bots[0].spread_entry: found \"NaN\"")
                .contains("bots[0].leverage: found \"0\"");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void opensNoSocketForABadConfiguration() throws IOException {
        try (ServerSocket exchange = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            exchange.setSoTimeout(300);
            String address = "http://127.0.0.1:" + exchange.getLocalPort();
            String bad = DOCUMENT.replace("leverage: 10", "leverage: 0") + "exchanges: {vest: {rest_url: \"" + address
                    + "\"}, paradex: {rest_url: \"" + address + "\"}}\n";
            assertThat(execute("run", "--config", file(bad))).isEqualTo(40);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(exchange::accept))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void goesLiveOnlyWhenConfigurationAndCommandLineAgree() throws IOException {
        assertThat(execute("run", "--config", file(DOCUMENT + "mode: live\n"))).isEqualTo(40);
        assertThat(err.toString()).contains("Real money moves only with --live");
        err.getBuffer().setLength(0);
        assertThat(execute("run", "--live", "--config", file(DOCUMENT))).isEqualTo(40);
        assertThat(err.toString()).contains("does not say mode: live");
        err.getBuffer().setLength(0);
        assertThat(execute("run", "--live", "--config", file(DOCUMENT + "mode: live\n"), "--env-file", "none.env"))
                .isEqualTo(40);
        assertThat(err.toString()).contains("VEST_PRIMARY_KEY").contains("PARADEX_PRIVATE_KEY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bogus|Unmatched argument",
                "|Name a command",
                "run --duration 60|a duration is a number and ms, s, m or h",
                "run --duration -1s|a duration is a number and ms, s, m or h",
                "run --report xml|expected one of [TEXT, JSON]",
                "run --speed 0|--speed must be 1 to 1000; found 0",
                "run --seed -1|--seed must be 0 or more; found -1",
                "run --metrics 70000|--metrics must be 0 to 65535; found 70000",
                "run --dex-a-url ftp://host|--dex-a-url must be an address such as http://host:port",
                "run --dex-b-ws-url wss://host|a WebSocket address of paradex needs its REST address",
                "order-test binance|an exchange is vest or paradex",
                "order-test|Missing required parameter",
                "simulate --vest-port 70000|--vest-port must be 0 to 65535",
                "simulate-faults --minutes 0|--minutes must be 1 to 1440",
                "monitor --bot nobody|no bot is called \"nobody\"; there are: btc-arb-1, eth-arb-1",
            })
    void explainsWhatIsWrongWithTheCommandLine(String line, String message) {
        assertThat(execute(line == null ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("Usage: parallax");
    }

    @Test
    void printsItsVersionAndHelp() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).startsWith("Parallax ").contains("Java 25");
        out.getBuffer().setLength(0);
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("run", "check", "monitor", "order-test", "simulate", "40 refused to start");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = ParallaxCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("config.yaml"), content).toString();
    }
}
