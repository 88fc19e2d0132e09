package io.parallax.app.cli;

import io.parallax.app.BookMonitor;
import io.parallax.app.ExchangeEndpoint;
import io.parallax.app.ExitCode;
import io.parallax.app.MonitorWiring;
import io.parallax.app.OperatingSystemSignals;
import io.parallax.app.StopRequest;
import io.parallax.app.config.BotConfiguration;
import io.parallax.app.config.Configuration;
import io.parallax.app.logging.LogSetup;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.ui.terminal.BookScreen;
import io.parallax.ui.terminal.PairView;
import io.parallax.ui.terminal.TerminalDisplay;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows both books and both spreads, live. Cannot trade: it has no engine and no keys.
@Command(
        name = "monitor",
        description = "Shows both books and both spreads, live. Needs no keys and cannot trade.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MonitorCommand implements Callable<Integer> {
    private static final long REDRAW_MILLIS = 100;
    private static final long LINE_MILLIS = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Mixin
    private AddressOptions addresses = new AddressOptions();

    @Mixin
    private SimulatorOptions simulator = new SimulatorOptions();

    @Option(names = "--bot", paramLabel = "ID", description = "Which bot's pair to show (default: the first).")
    private @Nullable String bot;

    @Option(names = "--plain", description = "One line a second and pair instead of a screen.")
    private boolean plain;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long, such as 60s. Without it: until Ctrl-C.")
    private @Nullable Duration duration;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<Configuration> loaded = options.load(err).map(simulator::apply);
        if (loaded.isEmpty()) {
            return ExitCode.REFUSED.number();
        }
        Configuration configuration = loaded.get().withBots(inOrder(loaded.get()));
        Map<ExchangeId, ExchangeEndpoint> endpoints = addresses.endpoints(loaded.get());
        boolean screen = !plain && Terminals.present();
        // A log line would tear the screen.
        LogSetup.configure(configuration.logging(), screen ? OutputStream.nullOutputStream() : System.err, false);
        StopRequest stop = new StopRequest();
        OperatingSystemSignals.handle(_ -> stop.request());
        try (MonitorWiring wiring = new MonitorWiring(configuration, endpoints)) {
            wiring.monitor().start();
            if (screen) {
                redraw(configuration, wiring.monitor(), stop);
            } else {
                print(configuration, wiring.monitor(), stop);
            }
        } finally {
            LogSetup.close();
        }
        return ExitCode.FLAT.number();
    }

    private List<BotConfiguration> inOrder(Configuration configuration) {
        if (bot == null) {
            return configuration.bots();
        }
        List<BotConfiguration> ordered = new ArrayList<>(configuration.bots());
        BotConfiguration chosen = ordered.stream()
                .filter(each -> each.id().equals(bot))
                .findFirst()
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(),
                        "no bot is called \"" + bot + "\"; there are: "
                                + String.join(
                                        ", ",
                                        ordered.stream()
                                                .map(BotConfiguration::id)
                                                .toList())));
        ordered.remove(chosen);
        ordered.addFirst(chosen);
        return ordered;
    }

    private void redraw(Configuration configuration, BookMonitor monitor, StopRequest stop)
            throws InterruptedException {
        String title = configuration.mode().name().toLowerCase(Locale.ROOT);
        long end = endNanos();
        TerminalDisplay display = new TerminalDisplay(System.out);
        try {
            do {
                display.show(BookScreen.draw(title, views(configuration, monitor)));
            } while (System.nanoTime() < end && !stop.await(REDRAW_MILLIS));
        } finally {
            display.leave();
        }
    }

    private void print(Configuration configuration, BookMonitor monitor, StopRequest stop) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long end = endNanos();
        while (System.nanoTime() < end && !stop.await(LINE_MILLIS)) {
            views(configuration, monitor).forEach(view -> out.println(BookScreen.line(view)));
            out.flush();
        }
    }

    private long endNanos() {
        return duration == null ? Long.MAX_VALUE : System.nanoTime() + duration.toNanos();
    }

    private static List<PairView> views(Configuration configuration, BookMonitor monitor) {
        List<PairView> views = new ArrayList<>();
        long now = System.nanoTime();
        for (int i = 0; i < configuration.bots().size(); i++) {
            BotConfiguration each = configuration.bots().get(i);
            views.add(new PairView(
                    each.id(),
                    each.pair(),
                    each.dexA().name(),
                    each.dexB().name(),
                    each.spreadEntryPpm(),
                    each.spreadExitPpm(),
                    monitor.book(i, Leg.A),
                    monitor.book(i, Leg.B),
                    now));
        }
        return views;
    }
}
