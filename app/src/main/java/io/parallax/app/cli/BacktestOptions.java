package io.parallax.app.cli;

import io.parallax.app.config.BotConfiguration;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.RiskSettings;
import io.parallax.execution.CycleTimers;
import io.parallax.execution.LegOrder;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.MaintenanceWindow;
import io.parallax.risk.RiskLimits;
import io.parallax.simulator.backtest.BacktestSettings;
import io.parallax.simulator.backtest.BacktestSettings.Exchange;
import io.parallax.simulator.backtest.LatencyModel;
import io.parallax.simulator.backtest.PairTape;
import io.parallax.simulator.backtest.TradingRules;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.simulator.tape.TapeImporter;
import io.parallax.strategy.LayerSettings;
import io.parallax.strategy.ThresholdSettings;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How a backtest trades, and in what world. What is said here goes before the configuration, and that before the
/// defaults. Every method throws [IllegalArgumentException] with what was expected.
final class BacktestOptions {
    private static final long PPM_PER_BPS = 100;
    private static final long E12_PER_PPM = 1_000_000;
    private static final long ENTRY_DEFAULT_PPM = 1_500;
    private static final long EXIT_DEFAULT_PPM = 500;
    private static final long QUANTITY_QUOTE = 600;
    private static final int TAIL_TIMES = 3;
    private static final int MAX_TIMES = 20;
    private static final int MILLIS_MAX = 3_000;

    @Option(names = "--bot", paramLabel = "ID", description = "Which bot of the configuration (default: the first).")
    private Optional<String> bot = Optional.empty();

    @Option(names = "--entry", paramLabel = "PERCENT", description = "Entry threshold (default: 0.15).")
    private Optional<String> entry = Optional.empty();

    @Option(names = "--exit", paramLabel = "PERCENT", description = "Exit threshold (default: 0.05).")
    private Optional<String> exit = Optional.empty();

    @Option(names = "--quantity", paramLabel = "N", description = "Size in coins (default: worth about 600).")
    private Optional<String> quantity = Optional.empty();

    @Option(
            names = "--balance",
            paramLabel = "N",
            defaultValue = "10000",
            description = "What each account holds at the start (default: ${DEFAULT-VALUE}).")
    private String balance = "10000";

    @Option(names = "--fee", paramLabel = "EXCHANGE=PERCENT", description = "Another taker fee; may be repeated.")
    private Map<String, String> fees = new LinkedHashMap<>();

    @Option(
            names = "--funding",
            paramLabel = "EXCHANGE=PERCENT",
            description = "What longs pay shorts each hour (default: nothing); may be repeated.")
    private Map<String, String> funding = new LinkedHashMap<>();

    @Option(
            names = "--latency",
            paramLabel = "[EXCHANGE=]ORDER[:REPORT[:FEED]]",
            description = {
                "Milliseconds: the middle case until an order meets the book, until its report is here, and, always",
                "the same, of the feed. One in ten takes three times as long or more. May be repeated."
            })
    private List<String> latencies = new ArrayList<>();

    @Option(
            names = "--net-edge",
            paramLabel = "BPS",
            description =
                    "By how much both thresholds must exceed the fees of a round trip (default: as configured, 2).")
    private Optional<String> netEdge = Optional.empty();

    @Option(
            names = "--assume-depth",
            paramLabel = "N",
            description = "What a quote without a size holds a side, in quote currency (default: 50000).")
    private Optional<String> depth = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The same seed gives the same run, to the last byte (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    long assumedQuoteE8() {
        long quoteE8 = depth.map(text -> number("--assume-depth", text)).orElse(TapeImporter.ASSUMED_QUOTE_E8);
        if (quoteE8 <= 0) {
            throw new IllegalArgumentException("--assume-depth must be positive, found " + FixedPoint.format(quoteE8));
        }
        return quoteE8;
    }

    BacktestSettings settings(PairTape tape, Optional<Configuration> configuration) {
        Optional<BotConfiguration> told = configuration.map(this::bot);
        long entryPpm = entry.map(text -> SweepRanges.percentAsPpm(text, "--entry"))
                .orElse(told.map(BotConfiguration::spreadEntryPpm).orElse(ENTRY_DEFAULT_PPM));
        long exitPpm = exit.map(text -> SweepRanges.percentAsPpm(text, "--exit"))
                .orElse(told.map(BotConfiguration::spreadExitPpm).orElse(EXIT_DEFAULT_PPM));
        long quantityE8 = quantity.map(text -> number("--quantity", text))
                .orElseGet(() -> told.map(BotConfiguration::positionSizeE8).orElseGet(() -> defaultQuantityE8(tape)));
        BacktestSettings base = BacktestSettings.of(tape, entryPpm, exitPpm, quantityE8);
        PairSettings pair =
                configuration.map(each -> configured(base.pair(), each, told)).orElse(base.pair());
        return new BacktestSettings(
                pair.withLimits(limits(pair.limits())),
                configuration.flatMap(each -> together(each, pair)),
                exchange(tape.exchange(Leg.A)),
                exchange(tape.exchange(Leg.B)),
                number("--balance", balance),
                seed);
    }

    private BotConfiguration bot(Configuration configuration) {
        return configuration.bots().stream()
                .filter(each -> bot.isEmpty() || bot.get().equals(each.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--bot: no bot of that name in the configuration"));
    }

    private static PairSettings configured(
            PairSettings pair, Configuration configuration, Optional<BotConfiguration> told) {
        RiskSettings risk = configuration.risk();
        PairSettings leveraged = PairSettings.of(
                pair.id(),
                pair.pair(),
                pair.exchangeA(),
                pair.exchangeB(),
                pair.entryPpm(),
                pair.exitPpm(),
                told.map(BotConfiguration::leverage).orElse(pair.leverage()),
                pair.quantityE8());
        return leveraged
                .withLimits(risk.limits())
                .withTimers(CycleTimers.DEFAULTS
                        .withCooldownMillis(risk.cooldownMillis())
                        .withHoldMaxMillis(risk.holdMaxMillis()))
                .withRestart(risk.restart())
                .withData(risk.data().of(pair.pair()))
                .withEdge(risk.edge())
                .withThresholds(told.map(BotConfiguration::thresholds).orElse(ThresholdSettings.DEFAULTS))
                .withLegOrder(told.map(BotConfiguration::legOrder).orElse(LegOrder.CONCURRENT))
                .withLayers(told.map(bot -> bot.layers().shifted(pair.entryPpm() - bot.spreadEntryPpm()))
                        .orElse(LayerSettings.NONE));
    }

    private static Optional<EngineLimits> together(Configuration configuration, PairSettings pair) {
        RiskSettings.Together together = configuration.risk().together();
        long defaultE8 = Math.multiplyExact(4, pair.limits().positionNotionalMaxE8());
        return Optional.of(new EngineLimits(
                together.totalNotionalMaxE8().orElse(defaultE8),
                together.entries(),
                together.dayLoss(),
                together.maintenance().orElse(MaintenanceWindow.DEFAULTS)));
    }

    private RiskLimits limits(RiskLimits limits) {
        if (netEdge.isEmpty()) {
            return limits;
        }
        long e8 = number("--net-edge", netEdge.get());
        RiskLimits.Entry entryLimits = new RiskLimits.Entry(
                limits.depthPercent(), limits.decisionAgeMillis(), e8 * PPM_PER_BPS / FixedPoint.ONE);
        return new RiskLimits(
                limits.caps(),
                limits.slippage(),
                limits.repair(),
                entryLimits,
                limits.breaker(),
                limits.holding(),
                limits.margin());
    }

    /// Whole lots, worth about as much as a hundredth of a Bitcoin once was.
    private static long defaultQuantityE8(PairTape pair) {
        MarketTape tape = pair.tape();
        long lotE8 = TradingRules.instrument(tape, pair.exchange(Leg.A), 0).lotE8();
        for (int event = 0; event < tape.size(); event++) {
            if (tape.depth(event, Side.SELL) > 0) {
                long priceE8 = tape.priceE8(event, Side.SELL, 0);
                long wantedE8 = FixedPoint.divide(QUANTITY_QUOTE * FixedPoint.ONE, priceE8, Rounding.DOWN);
                return Math.max(lotE8, wantedE8 - wantedE8 % lotE8);
            }
        }
        return lotE8;
    }

    private Exchange exchange(ExchangeId id) {
        Exchange known = Exchange.defaultsOf(id);
        String fee = fees.get(id.name());
        String paid = funding.get(id.name());
        return new Exchange(
                latency(id, known.latency()),
                fee == null ? known.takerFeePpm() : SweepRanges.percentAsPpm(fee, "--fee " + id),
                paid == null ? 0 : SweepRanges.percentAsPpm(paid, "--funding " + id) * E12_PER_PPM);
    }

    private LatencyModel latency(ExchangeId id, LatencyModel known) {
        LatencyModel model = known;
        for (String text : latencies) {
            int sign = text.indexOf('=');
            if (sign < 0 || text.substring(0, sign).equals(id.name())) {
                model = latency(text.substring(sign + 1), model);
            }
        }
        return model;
    }

    private static LatencyModel latency(String text, LatencyModel known) {
        String[] words = text.split(":", -1);
        if (words.length > 3) {
            throw new IllegalArgumentException("--latency is [EXCHANGE=]ORDER[:REPORT[:FEED]]; found \"" + text + "\"");
        }
        return new LatencyModel(
                spread(words[0]),
                words.length > 1 ? spread(words[1]) : known.report(),
                words.length > 2 ? millis(words[2]) : known.feedMillis());
    }

    private static LatencyModel.Spread spread(String text) {
        int median = millis(text);
        return new LatencyModel.Spread(median, TAIL_TIMES * median, MAX_TIMES * median);
    }

    private static int millis(String text) {
        try {
            int millis = Integer.parseInt(text);
            if (millis >= 0 && millis <= MILLIS_MAX) {
                return millis;
            }
        } catch (NumberFormatException e) {
            // Said below, with what was found.
        }
        throw new IllegalArgumentException(
                "--latency is in whole milliseconds from 0 to " + MILLIS_MAX + "; found \"" + text + "\"");
    }

    private static long number(String option, String text) {
        try {
            return FixedPoint.parse(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}
