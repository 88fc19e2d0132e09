package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.config.BotConfiguration;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.Mode;
import io.parallax.app.config.RiskSettings;
import io.parallax.app.config.ThresholdLint;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.instrument.ExchangeId;
import io.parallax.strategy.LayerSettings;
import io.parallax.units.FixedPoint;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Says whether a configuration can be used, and everything that is wrong with it. Opens no socket.
@Command(
        name = "check",
        description = "Checks the configuration, and for mode live the keys. Opens no socket.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private static final long E8_PERCENT_PER_PPM = 10_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<Configuration> configuration = options.load(err);
        boolean keysMissing = configuration.filter(c -> c.mode() == Mode.LIVE).isPresent()
                && options.credentials(err).isEmpty();
        if (configuration.isEmpty() || keysMissing) {
            err.println("Not usable. Nothing was started.");
            err.flush();
            return ExitCode.REFUSED.number();
        }
        print(configuration.get(), out);
        return ExitCode.FLAT.number();
    }

    private static void print(Configuration configuration, PrintWriter out) {
        FeeProfile paradex = configuration.exchange(ExchangeId.PARADEX).feeProfile();
        out.println("Usable: mode " + configuration.mode().name().toLowerCase(Locale.ROOT) + ", "
                + configuration.bots().size() + (configuration.bots().size() == 1 ? " bot" : " bots"));
        for (BotConfiguration bot : configuration.bots()) {
            out.println("  " + bot.id() + ": " + FixedPoint.format(bot.positionSizeE8()) + " " + bot.pair() + " on "
                    + bot.dexA() + " (A) and " + bot.dexB() + " (B), entry at " + percent(bot.spreadEntryPpm())
                    + " %, exit at " + percent(bot.spreadExitPpm()) + " %, leverage " + bot.leverage());
            layers(bot, out);
            worth(bot, paradex, configuration.risk(), out);
        }
        if (paradex.interactive()) {
            out.println("  Paradex orders are retail orders: taker fee as the market tells it, published as "
                    + percent(paradex.takerFeePpmDefault()) + " %; each waits " + paradex.speedBumpMillis() + " ms");
        }
        out.flush();
    }

    private static void layers(BotConfiguration bot, PrintWriter out) {
        LayerSettings layers = bot.layers();
        long beforeE8 = 0;
        for (int layer = 0; layers.isLayered() && layer < layers.count(); layer++) {
            long totalE8 = layers.totalE8(layer, bot.positionSizeE8());
            out.println("    layer " + (layer + 1) + " of " + layers.count() + ": "
                    + FixedPoint.format(totalE8 - beforeE8) + " more at "
                    + percent(bot.spreadEntryPpm() + layers.offsetPpm(layer, bot.spreadEntryPpm()))
                    + " %, " + FixedPoint.format(totalE8) + " together");
            beforeE8 = totalE8;
        }
    }

    /// What one cycle is made of: entered at its threshold, left at its threshold.
    private static void worth(BotConfiguration bot, FeeProfile paradex, RiskSettings risk, PrintWriter out) {
        long feesPpm = ThresholdLint.roundTripFeesPpm(bot, paradex);
        long bufferPpm = risk.edge().bufferPpm();
        long leftPpm = bot.spreadEntryPpm() + bot.spreadExitPpm() - feesPpm - bufferPpm;
        out.println("    a cycle at the thresholds                 %        bps  per 1000 of value");
        row(out, "entry", bot.spreadEntryPpm());
        row(out, "exit", bot.spreadExitPpm());
        row(out, "published taker fees, four legs", -feesPpm);
        row(out, "latency buffer", -bufferPpm);
        row(out, "left, before funding", leftPpm);
        out.println("    breaks even when left at " + percent(feesPpm - bot.spreadEntryPpm())
                + " % after an entry at the threshold; entered when at least "
                + percent(risk.limits().netEdgePpm()) + " % is left after funding");
    }

    private static void row(PrintWriter out, String name, long ppm) {
        out.printf(
                Locale.ROOT, "      %-32s %+8.4f %+10.2f %+12.2f%n", name, ppm / 10_000.0, ppm / 100.0, ppm / 1_000.0);
    }

    private static String percent(long ppm) {
        return FixedPoint.format(ppm * E8_PERCENT_PER_PPM);
    }
}
