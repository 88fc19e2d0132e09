package io.parallax.app;

import io.parallax.app.logging.JsonText;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.Counters;
import io.parallax.telemetry.EngineSnapshot.ExchangeView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.telemetry.LatencySummary;
import io.parallax.units.FixedPoint;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// A run's report for people and, on one line, for machines. Amounts are exact decimals without exponent. Thread:
/// any; stateless.
public final class ReportText {
    private static final long NANOS_PER_MICRO = 1_000;

    private ReportText() {}

    /// One JSON object on one line. The names are stable.
    public static String json(RunReport report) {
        Counters counters = report.last().counters();
        JsonText json = new JsonText()
                .text("mode", report.mode())
                .text("exit_state", report.exitCode().name().toLowerCase(Locale.ROOT))
                .number("exit_code", report.exitCode().number())
                .number("seed", report.seed())
                .number("speed", report.speed())
                .number("duration_ms", report.durationMillis())
                .number("cycles", report.cycles())
                .number("orders", counters.orders())
                .number("fills", counters.fills())
                .number("naked_ms_max", millis(report.nakedNanosMax()))
                .number("pnl", FixedPoint.format(report.pnlE8()))
                .number("gross", FixedPoint.format(report.grossE8()))
                .number("fees", FixedPoint.format(report.feesE8()))
                .number("funding", FixedPoint.format(report.fundingE8()));
        amount(json, "basis", report.basisE8());
        for (ExchangeView exchange : report.last().exchanges()) {
            amount(json, "ledger_pnl_" + exchange.exchange(), exchange.earnedE8());
        }
        amount(json, "residual", report.residualE8());
        json.number("book_updates", counters.bookUpdates())
                .number("book_overflows", report.bookOverflows())
                .number("opportunities", counters.opportunities())
                .number("opportunities_taken", counters.opportunitiesTaken())
                .number("orders_unknown", counters.ordersUnknown())
                .number("repairs", counters.repairs())
                .number("late_fills", counters.lateFills())
                .number("alerts", counters.alerts())
                .number("reports_lost", report.reportsLost())
                .number("faults", report.faults())
                .raw("latency_us", latency(report.last().latencies().triggerToSecondOrder()))
                .raw("decision_us", latency(report.last().latencies().triggerToDecision()))
                .raw("first_order_us", latency(report.last().latencies().triggerToFirstOrder()))
                .raw("fill_us", latency(report.last().latencies().decisionToFill()))
                .raw("bots", report.bots().stream().map(ReportText::bot).collect(Collectors.joining(",", "[", "]")));
        return json.toString();
    }

    private static String bot(BotView bot) {
        JsonText json = new JsonText()
                .text("id", bot.id())
                .text("pair", bot.pair())
                .text("state", bot.state().name().toLowerCase(Locale.ROOT))
                .number("cycles", bot.cycles())
                .number("cycles_failed", bot.cyclesFailed())
                .number("cycles_nothing_filled", bot.cyclesNothingFilled())
                .number("naked_ms_max", millis(bot.nakedNanosMax()))
                .number("pnl", FixedPoint.format(bot.netE8()))
                .number("gross", FixedPoint.format(bot.grossE8()))
                .number("fees", FixedPoint.format(bot.feesE8()))
                .number("funding", FixedPoint.format(bot.fundingE8()));
        amount(json, "basis", bot.basisE8());
        return json.raw("blockers", blockers(bot))
                .raw("a", leg(bot.a()))
                .raw("b", leg(bot.b()))
                .toString();
    }

    /// How often each rule was the first to keep an entry back.
    private static String blockers(BotView bot) {
        JsonText json = new JsonText();
        bot.blockers().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> json.number(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue()));
        return json.toString();
    }

    private static String leg(LegView leg) {
        return new JsonText()
                .text("exchange", leg.exchange().name())
                .text("symbol", leg.symbol())
                .number("position", FixedPoint.format(leg.positionE8()))
                .toString();
    }

    private static String latency(LatencySummary latency) {
        return new JsonText()
                .number("count", latency.count())
                .number("p50", micros(latency.nanosP50()))
                .number("p90", micros(latency.nanosP90()))
                .number("p99", micros(latency.nanosP99()))
                .number("p999", micros(latency.nanosP999()))
                .number("max", micros(latency.nanosMax()))
                .toString();
    }

    private static void amount(JsonText json, String name, OptionalLong amountE8) {
        amount(json, name, boxed(amountE8));
    }

    private static Optional<Long> boxed(OptionalLong amountE8) {
        return amountE8.isEmpty() ? Optional.empty() : Optional.of(amountE8.getAsLong());
    }

    private static void amount(JsonText json, String name, Optional<Long> amountE8) {
        amountE8.ifPresentOrElse(e8 -> json.number(name, FixedPoint.format(e8)), () -> json.absent(name));
    }

    /// Several lines for people.
    public static String plain(RunReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "Ran %.1f s, %s: %d cycles, %d orders, %d fills, %d book updates%n",
                report.durationMillis() / 1_000.0,
                report.mode(),
                report.cycles(),
                report.last().counters().orders(),
                report.last().counters().fills(),
                report.last().counters().bookUpdates()));
        for (BotView bot : report.bots()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-12s %-10s %d cycles, net %s (gross %s, fees %s, funding %s)%s%n",
                    bot.id(),
                    bot.pair(),
                    bot.cycles(),
                    FixedPoint.format(bot.netE8()),
                    FixedPoint.format(bot.grossE8()),
                    FixedPoint.format(bot.feesE8()),
                    FixedPoint.format(bot.fundingE8()),
                    bot.basisE8().isPresent() ? ", basis " + amount(bot.basisE8()) : ""));
        }
        text.append("Profit and loss: ").append(FixedPoint.format(report.pnlE8()));
        for (ExchangeView exchange : report.last().exchanges()) {
            text.append("; ledger of ").append(exchange.exchange()).append(": ").append(amount(exchange.earnedE8()));
        }
        text.append(String.format(
                Locale.ROOT, "; difference: %s; basis: %s%n", amount(report.residualE8()), amount(report.basisE8())));
        LatencySummary latency = report.last().latencies().triggerToSecondOrder();
        if (latency.count() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "Market data read to second order written: median %s us, p99 %s us, max %s us; longest naked %s ms%n",
                    micros(latency.nanosP50()),
                    micros(latency.nanosP99()),
                    micros(latency.nanosMax()),
                    millis(report.nakedNanosMax())));
        }
        return text.append("Open: ").append(Exposure.of(report.last())).toString();
    }

    private static String amount(OptionalLong amountE8) {
        return amount(boxed(amountE8));
    }

    private static String amount(Optional<Long> amountE8) {
        return amountE8.map(FixedPoint::format).orElse("not known");
    }

    private static String micros(long nanos) {
        return decimal(nanos, NANOS_PER_MICRO);
    }

    private static String millis(long nanos) {
        return decimal(nanos, NANOS_PER_MICRO * 1_000);
    }

    /// With one digit after the point, rounded down.
    private static String decimal(long nanos, long unit) {
        return nanos / unit + "." + nanos % unit * 10 / unit;
    }
}
