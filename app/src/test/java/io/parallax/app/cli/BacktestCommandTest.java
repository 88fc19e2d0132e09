package io.parallax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BacktestCommandTest {
    @TempDir
    private Path folder = Path.of(".");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = ParallaxCommand.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    /// Forty seconds of two exchanges; for ten of them B pays 0.30 % more. A third exchange only trades.
    private String recording() throws IOException {
        StringBuilder text = new StringBuilder(
                "ts_us,exch_us,venue,symbol,instrument,kind,bid_px,bid_sz,ask_px,ask_sz,px,sz,side\n");
        for (int tenth = 0; tenth < 400; tenth++) {
            boolean dear = tenth >= 100 && tenth < 200;
            String at = Long.toString(1_700_000_100_000_000L + tenth * 100_000L);
            text.append(at)
                    .append(",,vest,BTC,BTC-PERP,bbo,100000,1.0")
                    .append(tenth % 8)
                    .append(",100010,1,,,\n");
            text.append(at)
                    .append(",,paradex,BTC,BTC-USD-PERP,bbo,")
                    .append(dear ? "100310" : "100000")
                    .append(",1.0");
            text.append(tenth % 8).append(dear ? ",100320" : ",100010").append(",1,,,\n");
        }
        text.append("1700000140000000,,bybit,BTC,BTCUSDT,last,,,,,100000,,\n");
        Path file = folder.resolve("quotes.csv");
        Files.writeString(file, text);
        return file.toString();
    }

    @Test
    void runsARecordingAndSaysWhatItEarned() throws IOException {
        Path page = folder.resolve("page.html");
        Path csv = folder.resolve("cycles.csv");
        int code = execute(
                "backtest",
                recording(),
                "--a",
                "vest",
                "--b",
                "paradex",
                "--entry",
                "0.25",
                "--exit",
                "-0.03",
                "--quantity",
                "0.01",
                "--fee",
                "paradex=0.02",
                "--latency",
                "20:5",
                "--report",
                page.toString(),
                "--csv",
                csv.toString());
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("800 book events")
                .contains("bybit BTC last 1")
                .contains("min -0.0100")
                .contains("max 0.2999 %")
                .contains("1 completed, 0 otherwise; 4 orders, 4 fills")
                .contains("gross             2.90")
                .contains("residual          0 ");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith("1,COMPLETED,LONG_A_SHORT_B,").contains(",0.01,0.2999,");
        assertThat(Files.readString(page))
                .startsWith("<!doctype html>")
                .contains("<svg")
                .doesNotContain("http:", "https:");
    }

    @Test
    void sweepsThresholdsInAnyNumberOfThreads() throws IOException {
        String file = recording();
        String[] command = {"backtest", file, "--sweep", "entry=0.20:0.30:0.05,exit=-0.03", "--threads", "1"};
        assertThat(execute(command)).isZero();
        String one = sweepOf(out.toString());
        out.getBuffer().setLength(0);
        command[command.length - 1] = "3";
        assertThat(execute(command)).isZero();
        assertThat(one).contains("3 runs").contains("entry 0.3000 %, exit -0.0300 %: net 0.00, 0 cycles");
        assertThat(sweepOf(out.toString())).isEqualTo(one);
    }

    private static String sweepOf(String text) {
        return text.substring(text.indexOf("\nsweep "));
    }

    @Test
    void takesThresholdsAndLimitsOfAConfiguration() throws IOException {
        Path configuration = folder.resolve("bot.yaml");
        Files.writeString(configuration, """
                bots:
                  - id: "mine"
                    pair: BTC-PERP
                    dex_a: vest
                    dex_b: paradex
                    spread_entry: 0.28
                    spread_exit: -0.01
                    leverage: 5
                    position_size: 0.02
                """);
        assertThat(execute("backtest", recording(), "--config", configuration.toString()))
                .isZero();
        assertThat(out.toString()).contains("0.02 BTC-PERP, entry 0.2800 %, exit -0.0100 %");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--threads -1|--threads must be 0 to 1024",
                "--repeat 0|--repeat must be 1 to 1000000",
                "--entry much|--entry: not a plain decimal number",
                "--entry 0.12345|--entry: a percentage has at most 4 decimals",
                "--sweep entry=0.1:0.2|a range is FROM:TO:STEP",
                "--sweep entry=0.2:0.1:0.1|a range rises by a positive step",
                "--sweep hold=1|--sweep takes entry=FROM:TO:STEP and exit=FROM:TO:STEP",
                "--latency 1.5|--latency is in whole milliseconds from 0 to 3000",
                "--latency 1:2:3:4|--latency is [EXCHANGE=]ORDER[:REPORT[:FEED]]",
                "--assume-depth 0|--assume-depth must be positive",
                "--fee vest=x|--fee vest: not a plain decimal number"
            })
    void saysWhatItDidNotUnderstand(String options, String message) throws IOException {
        String[] words = options.split(" ", -1);
        assertThat(execute("backtest", recording(), words[0], words[1])).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void refusesWhatItCannotRunOn() throws IOException {
        assertThat(execute("backtest", folder.resolve("missing.csv").toString()))
                .isEqualTo(40);
        assertThat(err.toString()).contains("Cannot run: ").contains("missing.csv");
        assertThat(execute("backtest", recording(), "--symbol", "DOGE")).isEqualTo(40);
        assertThat(err.toString()).contains("no book of DOGE").contains("paradex BTC bbo 400");
        assertThat(execute("backtest", recording(), "--b", "bybit")).isEqualTo(40);
        assertThat(err.toString()).contains("no book of BTC on bybit");
    }
}
