package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.config.BotConfiguration;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.Mode;
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
        out.println("Usable: mode " + configuration.mode().name().toLowerCase(Locale.ROOT) + ", "
                + configuration.bots().size() + (configuration.bots().size() == 1 ? " bot" : " bots"));
        for (BotConfiguration bot : configuration.bots()) {
            out.println("  " + bot.id() + ": " + FixedPoint.format(bot.positionSizeE8()) + " " + bot.pair() + " on "
                    + bot.dexA() + " (A) and " + bot.dexB() + " (B), entry at " + percent(bot.spreadEntryPpm())
                    + " %, exit at " + percent(bot.spreadExitPpm()) + " %, leverage " + bot.leverage());
        }
        out.flush();
    }

    private static String percent(long ppm) {
        return FixedPoint.format(ppm * E8_PERCENT_PER_PPM);
    }
}
