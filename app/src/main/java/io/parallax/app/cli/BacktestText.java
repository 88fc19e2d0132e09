package io.parallax.app.cli;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.risk.Blocker;
import io.parallax.simulator.backtest.BacktestResult;
import io.parallax.simulator.backtest.BacktestSettings;
import io.parallax.simulator.backtest.LatencyModel;
import io.parallax.simulator.backtest.PairTape;
import io.parallax.simulator.backtest.PpmHistogram;
import io.parallax.simulator.backtest.TapeStatistics;
import io.parallax.simulator.backtest.Texts;
import io.parallax.simulator.tape.ImportReport;
import io.parallax.strategy.Direction;
import io.parallax.strategy.LeadLag;
import io.parallax.strategy.PhantomMeter;
import io.parallax.strategy.PhantomMeter.Age;
import io.parallax.units.FixedPoint;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// What a backtest prints: a name and its figures on each line.
final class BacktestText {
    private static final int NAME_WIDTH = 18;
    private static final int PROBLEMS_SHOWN = 5;
    private static final int BLOCKERS_SHOWN = 6;
    private static final int SWEEP_SHOWN = 5;
    private static final long[] LEVELS_PPM = {0, 500, 1_000, 1_500, 2_700};
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;

    BacktestText(PrintWriter out) {
        this.out = out;
    }

    void row(String name, String text) {
        out.println(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + text);
    }

    // ---- the tape

    void tape(PairTape pair, ImportReport report, double seconds) {
        row("tape", span(pair) + ", " + pair.size() + " book events");
        row(
                "exchanges",
                "A is " + pair.exchange(Leg.A) + ", B is " + pair.exchange(Leg.B) + "; on the tape: "
                        + pair.tape().exchanges());
        row(
                "rows read",
                report.read() + " in " + String.format(Locale.ROOT, "%.1f", seconds) + " s, " + report.bad()
                        + " not usable");
        report.rowLines().forEach(line -> row("", line));
        report.problems().stream().limit(PROBLEMS_SHOWN).forEach(problem -> row("not usable", problem));
        if (report.assumedDepths() > 0) {
            row("assumed", report.assumedDepths() + " sizes were not recorded; see --assume-depth");
        }
        if (pair.tape().builtTickE8() > 0) {
            row("assumed", "prices were not recorded: books are built around an anchor so that each spread is exact");
        }
        row("assumed", "marks and indexes are the middle of each book: recordings tell neither");
    }

    private static String span(PairTape pair) {
        return pair.tape().symbol() + ", " + Texts.dayAndTime(pair.firstMicros()) + " to "
                + Texts.dayAndTime(pair.lastMicros()) + " UTC";
    }

    // ---- what it offers

    void statistics(TapeStatistics statistics) {
        row(
                "known",
                Texts.duration(statistics.knownMicros()) + " with a spread; " + statistics.holes()
                        + " holes of the recorder, " + Texts.duration(statistics.holeMicros()) + " left out");
        for (Direction direction : Direction.values()) {
            direction(statistics, statistics.of(direction));
        }
        legs(statistics);
        phantom(statistics.phantom());
        long lag = statistics.leadLag().lagMillis();
        row(
                "lag",
                lag == LeadLag.UNKNOWN
                        ? "not known: too few moves"
                        : "A is " + Math.abs(lag) + " ms " + (lag > 0 ? "behind" : "ahead of") + " B (agreement "
                                + statistics.leadLag().agreementPercent() + " %)");
    }

    private void direction(TapeStatistics statistics, TapeStatistics.OfDirection of) {
        String name = of.direction() == Direction.LONG_A_SHORT_B ? "long A, short B" : "long B, short A";
        if (of.byTime().isEmpty()) {
            row(name, "never known");
            return;
        }
        row(name, "by time  " + spread(of.byTime()));
        row("", "by event " + spread(of.byEvent()));
        row("", "at or above, share of time (of events): " + levels(statistics.thresholdPpm(), of));
        row(
                "",
                of.opportunities() + " times at " + Texts.percent(statistics.thresholdPpm()) + " % or above; stood "
                        + (of.opportunities() == 0
                                ? "never"
                                : Texts.duration(of.lifetimes().median()) + " in the middle case, "
                                        + Texts.duration(of.lifetimes().quantile(900_000)) + " one in ten, "
                                        + Texts.duration(of.longestMicros()) + " at most"));
        if (of.opportunities() > 0) {
            List<String> later = new ArrayList<>();
            for (int i = 0; i < TapeStatistics.LATER_MILLIS.size(); i++) {
                later.add(TapeStatistics.LATER_MILLIS.get(i) + " ms " + Texts.percent(of.laterPpm(i)));
            }
            row("", "mean spread after " + String.join(", ", later));
        }
    }

    private static String spread(PpmHistogram of) {
        return "min " + Texts.percent(of.min()) + ", 1 % " + Texts.percent(of.quantile(10_000)) + ", 10 % "
                + Texts.percent(of.quantile(100_000)) + ", median " + Texts.percent(of.quantile(500_000)) + ", 90 % "
                + Texts.percent(of.quantile(900_000)) + ", 99 % " + Texts.percent(of.quantile(990_000)) + ", max "
                + Texts.percent(of.max()) + " %";
    }

    private static String levels(long thresholdPpm, TapeStatistics.OfDirection of) {
        TreeSet<Long> levels = new TreeSet<>();
        for (long level : LEVELS_PPM) {
            levels.add(level);
        }
        levels.add(thresholdPpm);
        List<String> shares = new ArrayList<>();
        levels.forEach(level -> shares.add(Texts.percent(level) + " % "
                + Texts.share(of.byTime().shareFromPpm(level)) + " % ("
                + Texts.share(of.byEvent().shareFromPpm(level)) + " %)"));
        return String.join(", ", shares);
    }

    private void legs(TapeStatistics statistics) {
        for (Leg leg : Leg.values()) {
            StringBuilder text = new StringBuilder();
            text.append(statistics.events(leg)).append(" events, ");
            text.append(statistics.crossed(leg)).append(" with bid at or above ask");
            if (statistics.hasClock(leg)) {
                text.append("; receipt minus its clock ").append(seconds(statistics.clockOffsetMicros(leg)));
                List<TapeStatistics.ClockOffset> hours = statistics.clockOffsets(leg);
                if (hours.size() > 1) {
                    List<String> each = new ArrayList<>();
                    hours.forEach(hour -> each.add(Texts.time(hour.hourEpochMillis() * 1_000)
                                    .substring(0, 2) + "h " + seconds(hour.medianMicros())));
                    text.append(" (").append(String.join(", ", each)).append(')');
                }
            }
            if (statistics.ageWhileOpen(leg).sum() > 0) {
                text.append("; while the spread stands its quote is ");
                text.append(Texts.duration(statistics.ageWhileOpen(leg).median()))
                        .append(" old in the middle case, ");
                text.append(Texts.duration(statistics.ageWhileOpen(leg).quantile(900_000)));
                text.append(" one in ten (at events ");
                text.append(Texts.duration(statistics.ageAtEventsWhileOpen(leg).median()))
                        .append(", ");
                text.append(Texts.duration(statistics.ageAtEventsWhileOpen(leg).quantile(900_000)))
                        .append(')');
            }
            row((leg == Leg.A ? "A, " : "B, ") + statistics.pair().exchange(leg), text.toString());
        }
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.2f s", micros / 1e6);
    }

    private void phantom(PhantomMeter meter) {
        for (Age age : Age.values()) {
            List<String> shares = new ArrayList<>();
            for (int limit = 1; limit < PhantomMeter.limits(); limit++) {
                long vanished = meter.vanishedPpm(age, limit);
                shares.add(PhantomMeter.limitMillis(limit) + " ms "
                        + (vanished == PhantomMeter.UNKNOWN ? "–" : Texts.share(vanished) + " %"));
            }
            String by = age == Age.RECEIPT ? "by receipt" : "by change";
            row(
                    "phantom edge",
                    by + ", vanishes when quotes may be no older than " + String.join(", ", shares)
                            + "; suggested " + millis(meter.suggestedMillis(age)) + ", typical silence "
                            + millis(meter.frozenMillis(age)));
        }
    }

    private static String millis(long millis) {
        return millis == PhantomMeter.NO_LIMIT
                ? "no limit"
                : millis == PhantomMeter.UNKNOWN ? "unknown" : millis + " ms";
    }

    // ---- what the engine made of it

    void result(BacktestResult result, long nanos) {
        row("settings", settings(result.settings()));
        row(
                "cycles",
                result.completed() + " completed, " + (result.cycles().size() - result.completed()) + " otherwise; "
                        + result.orders() + " orders, " + result.fills().size() + " fills");
        row("gross", Texts.money(result.grossE8()));
        row("fees", Texts.money(result.feesE8()));
        row("funding", Texts.money(result.fundingE8()));
        row("net", Texts.money(result.netE8()));
        row(
                "open at the end",
                FixedPoint.format(result.openE8()) + " on A, worth " + Texts.money(result.openResultE8())
                        + " at the middles; " + result.endState());
        row("residual", FixedPoint.format(result.residualE8()) + " between the exchanges' ledgers and the engine's");
        row("blockers", blockers(result));
        result.alerts().stream().limit(PROBLEMS_SHOWN).forEach(alert -> row("alert", alert));
        row("hash", result.hash());
        row("speed", speed(result, nanos));
    }

    private static String settings(BacktestSettings settings) {
        return FixedPoint.format(settings.pair().quantityE8()) + " "
                + settings.pair().pair() + ", entry "
                + Texts.percent(settings.pair().entryPpm()) + " %, exit "
                + Texts.percent(settings.pair().exitPpm()) + " %, seed " + settings.seed();
    }

    private static String blockers(BacktestResult result) {
        List<Map.Entry<Blocker, Long>> counted =
                new ArrayList<>(result.blockers().entrySet());
        counted.removeIf(each -> each.getKey() == Blocker.NONE || each.getValue() == 0);
        counted.sort(Map.Entry.<Blocker, Long>comparingByValue(Comparator.reverseOrder()));
        List<String> shown = new ArrayList<>();
        counted.stream().limit(BLOCKERS_SHOWN).forEach(each -> shown.add(each.getKey() + " " + each.getValue()));
        return shown.isEmpty() ? "none" : String.join(", ", shown);
    }

    private static String speed(BacktestResult result, long nanos) {
        return Math.round(result.events() / (nanos / NANOS_PER_SECOND)) + " book events in a second of one processor, "
                + String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_SECOND) + " s of it";
    }

    void sweep(List<BacktestResult> results) {
        if (results.isEmpty()) {
            return;
        }
        row("sweep", results.size() + " runs; the best of them, with what is still open:");
        results.stream()
                .sorted(Comparator.comparingLong(BacktestResult::totalE8).reversed())
                .limit(SWEEP_SHOWN)
                .forEach(each -> row(
                        "",
                        "entry " + Texts.percent(each.settings().pair().entryPpm()) + " %, exit "
                                + Texts.percent(each.settings().pair().exitPpm()) + " %: net "
                                + Texts.money(each.netE8())
                                + ", " + each.completed() + " cycles"));
    }

    // ---- for the page

    Map<String, String> facts(BacktestResult result, ImportReport report, long nanos) {
        Map<String, String> facts = new LinkedHashMap<>();
        BacktestSettings settings = result.settings();
        facts.put("Bot", settings(settings));
        facts.put("Leverage", Integer.toString(settings.pair().leverage()));
        facts.put("Balance of each account", Texts.money(settings.balanceE8()));
        exchange(facts, "A", settings.pair().exchangeA(), settings.a());
        exchange(facts, "B", settings.pair().exchangeB(), settings.b());
        facts.put("Limits", settings.pair().limits().toString());
        facts.put("Market data", settings.pair().data().toString());
        facts.put(
                "Rows",
                report.read() + " read, " + report.bad() + " not usable; " + String.join(", ", report.rowLines()));
        facts.put(
                "Not recorded",
                report.assumedDepths() + " sizes, " + report.builtRows()
                        + " prices; marks and indexes are the middle of each book");
        facts.put("Residual", FixedPoint.format(result.residualE8()));
        facts.put("Speed", speed(result, nanos));
        facts.put("Hash", result.hash());
        return facts;
    }

    private static void exchange(
            Map<String, String> facts, String leg, ExchangeId exchange, BacktestSettings.Exchange settings) {
        LatencyModel latency = settings.latency();
        facts.put(
                leg + ", " + exchange,
                "taker fee " + Texts.percent(settings.takerFeePpm()) + " %, order "
                        + latency(latency.order()) + ", report " + latency(latency.report()) + ", feed "
                        + latency.feedMillis() + " ms, funding " + settings.fundingHourlyE12() + " × 10⁻¹² an hour");
    }

    private static String latency(LatencyModel.Spread of) {
        return of.medianMillis() + " ms (one in ten " + of.p90Millis() + ", at most " + of.maxMillis() + ")";
    }
}
