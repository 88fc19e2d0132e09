package io.parallax.simulator.backtest;

import io.parallax.instrument.Leg;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import io.parallax.strategy.PhantomMeter;
import io.parallax.strategy.PhantomMeter.Age;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// One page about one run, with all it needs inside: drawings as text, style, no network. Made for a phone as
/// for a wide screen, light or dark as the reader has it. Thread: one.
public final class HtmlReport {
    private static final List<Direction> DIRECTIONS = List.of(Direction.LONG_A_SHORT_B, Direction.LONG_B_SHORT_A);
    private static final int CYCLES_SHOWN = 200;
    private static final int BLOCKERS_SHOWN = 12;
    private static final double E8 = 1e8;
    private static final double PPM_PER_PERCENT = 1e4;

    private final TapeStatistics statistics;
    private final BacktestResult result;
    private final List<BacktestResult> sweep;
    private final Map<String, String> facts;
    private final StringBuilder out = new StringBuilder(1 << 18);

    /// @param sweep all runs of a sweep; empty when there was none
    /// @param facts what else is to be said of the run: settings, speed, what was assumed
    public HtmlReport(
            TapeStatistics statistics, BacktestResult result, List<BacktestResult> sweep, Map<String, String> facts) {
        this.statistics = statistics;
        this.result = result;
        this.sweep = sweep;
        this.facts = facts;
    }

    /// The whole page.
    public String page() {
        String title =
                statistics.pair().tape().symbol() + ": " + statistics.pair().exchange(Leg.A) + " and "
                        + statistics.pair().exchange(Leg.B);
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        out.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        out.append(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        out.append("<title>Backtest ")
                .append(Html.escape(title))
                .append("</title><style>")
                .append(STYLE);
        out.append("</style></head><body><main><h1>Backtest <span>")
                .append(Html.escape(title))
                .append("</span></h1>");
        out.append("<p class=\"lead\">")
                .append(Html.escape(Texts.dayAndTime(statistics.pair().firstMicros())));
        out.append(" to ")
                .append(Html.escape(Texts.dayAndTime(statistics.pair().lastMicros())))
                .append(" UTC, ");
        out.append(statistics.pair().size())
                .append(" book events. A backtest shows what the recorded books would have");
        out.append(" paid; nobody in it reacts to our orders.</p>");
        if (!sweep.isEmpty()) {
            out.append("<p>Of ")
                    .append(sweep.size())
                    .append(" runs with other thresholds this is the best; that it is");
            out.append(" the best of so many flatters it.</p>");
        }
        figures();
        section("Equity", "What both accounts together are worth, less what they began with, in quote currency.");
        equity();
        section(
                "Spread, entries and exits",
                "At the touch, per cent: the mean of each column of time, and its highest and lowest value, thin.");
        spreads();
        section("From gross to net", "Where the money of all fills went, in quote currency.");
        waterfall();
        section(
                "How long spreads stand",
                "How long the spread at the touch stayed at or above " + Texts.percent(statistics.thresholdPpm())
                        + " % each time.");
        lifetimes();
        section(
                "Edge against latency",
                "Mean spread so many milliseconds after it reached the threshold, and how many still stood there: what an"
                        + " order finds that arrives that late.");
        latency();
        section(
                "Edge against the age of quotes",
                "Share of the edge-time (per cent above the threshold × time) that is left when a spread may rest on no"
                        + " quote older than the limit. What vanishes is mostly a quote that nobody renewed.");
        ages();
        if (!sweep.isEmpty()) {
            section(
                    "Sweep",
                    "Net result of each pair of thresholds, with what is still open, in quote currency; completed cycles below it.");
            heatMap();
        }
        section(
                "What kept it from entering",
                "How often each rule was the first to fail, over all looks at the books.");
        blockers();
        section("Cycles", "");
        cycles();
        section("Settings", "");
        facts();
        return out.append("</main></body></html>\n").toString();
    }

    private void section(String title, String explanation) {
        out.append("<h2>").append(Html.escape(title)).append("</h2>");
        if (!explanation.isEmpty()) {
            out.append("<p>").append(Html.escape(explanation)).append("</p>");
        }
    }

    private void figures() {
        out.append("<dl class=\"figures\">");
        figure("Net", Texts.money(result.netE8()), result.netE8() < 0 ? "bad" : "");
        figure("Gross", Texts.money(result.grossE8()), "");
        figure("Fees", Texts.money(result.feesE8()), "");
        figure("Funding", Texts.money(result.fundingE8()), "");
        figure("Cycles", result.completed() + " of " + result.cycles().size(), "");
        figure("Orders", Long.toString(result.orders()), "");
        figure("Open at the end", FixedPoint.format(result.openE8()), result.openE8() == 0 ? "" : "bad");
        out.append("</dl>");
    }

    private void figure(String name, String value, String style) {
        out.append("<div><dt>")
                .append(Html.escape(name))
                .append("</dt><dd class=\"")
                .append(style)
                .append("\">");
        out.append(Html.escape(value)).append("</dd></div>");
    }

    private void equity() {
        int count = result.equity().size();
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = (double) result.equity().get(i).atMicros();
            y[i] = result.equity().get(i).changeE8() / E8;
        }
        out.append(new Svg()
                .include(0)
                .line("line a", x, y, false)
                .draw("equity over time", HtmlReport::time, value -> decimals(value, 2)));
    }

    private static String time(double micros) {
        return Texts.time((long) micros);
    }

    private static String decimals(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private void spreads() {
        Svg drawing = new Svg();
        String[] styles = {"a", "b"};
        for (int i = 0; i < 2; i++) {
            TapeStatistics.OfDirection of = statistics.of(DIRECTIONS.get(i));
            int columns = of.columns();
            double[] x = new double[columns];
            double[] mean = new double[columns];
            double[] low = new double[columns];
            double[] high = new double[columns];
            double width =
                    (double) (statistics.pair().lastMicros() - statistics.pair().firstMicros()) / columns;
            for (int column = 0; column < columns; column++) {
                boolean known = of.hasColumn(column);
                x[column] = statistics.pair().firstMicros() + (column + 0.5) * width;
                mean[column] = known ? of.columnMeanPpm(column) / PPM_PER_PERCENT : Double.NaN;
                low[column] = known ? of.columnMinPpm(column) / PPM_PER_PERCENT : Double.NaN;
                high[column] = known ? of.columnMaxPpm(column) / PPM_PER_PERCENT : Double.NaN;
            }
            drawing.line("thin " + styles[i], x, low, false);
            drawing.line("thin " + styles[i], x, high, false);
            drawing.line("line " + styles[i], x, mean, false);
        }
        double first = (double) statistics.pair().firstMicros();
        double last = (double) statistics.pair().lastMicros();
        double threshold = result.settings().pair().entryPpm() / PPM_PER_PERCENT;
        drawing.line("threshold", new double[] {first, last}, new double[] {threshold, threshold}, false);
        for (BacktestResult.Cycle cycle : result.cycles()) {
            double entry = cycle.result().entrySpreadPpm() / PPM_PER_PERCENT;
            drawing.mark(
                    "in",
                    (double) cycle.enteredMicros(),
                    entry,
                    "entered at " + decimals(entry, 4) + " %, cycle "
                            + cycle.result().number());
            if (cycle.exitPpm() != SpreadCalculator.NO_SPREAD) {
                double exit = cycle.exitPpm() / PPM_PER_PERCENT;
                drawing.mark(
                        "out",
                        (double) cycle.endedMicros(),
                        exit,
                        "left at " + decimals(exit, 4) + " %, cycle "
                                + cycle.result().number());
            }
        }
        out.append(drawing.draw("spread over time", HtmlReport::time, value -> decimals(value, 3)));
        out.append("<p class=\"key\"><i class=\"a\"></i>long A, short B <i class=\"b\"></i>long B, short A");
        out.append(" <i class=\"t\"></i>entry threshold <i class=\"in\"></i>entry <i class=\"out\"></i>exit</p>");
    }

    private void waterfall() {
        long[] steps = {result.grossE8(), -result.feesE8(), result.fundingE8(), result.netE8()};
        String[] names = {"Gross", "Fees", "Funding", "Net"};
        double reach = 1e-9;
        double level = 0;
        for (int i = 0; i < 3; i++) {
            level += steps[i];
            reach = Math.max(reach, Math.max(Math.abs(level), (double) Math.abs(steps[i])));
        }
        out.append("<div class=\"scroll\"><table class=\"bars\"><tbody>");
        level = 0;
        for (int i = 0; i < steps.length; i++) {
            double from = i == 3 ? 0 : level;
            double to = from + steps[i];
            level = to;
            double left = 50 + 50 * Math.min(from, to) / reach;
            double width = 50 * Math.abs(to - from) / reach;
            out.append("<tr><th>").append(names[i]).append("</th><td class=\"bar\"><b class=\"");
            out.append(steps[i] < 0 ? "neg" : "pos").append("\" style=\"left:").append(decimals(left, 1));
            out.append("%;width:").append(decimals(width, 1)).append("%\"></b></td><td class=\"n\">");
            out.append(Texts.money(steps[i])).append("</td></tr>");
        }
        out.append("</tbody></table></div>");
    }

    private void lifetimes() {
        out.append("<div class=\"scroll\"><table><thead><tr><th>Direction</th><th>times</th><th>middle</th>");
        out.append("<th>nine of ten</th><th>longest</th><th>share of time</th></tr></thead><tbody>");
        for (Direction direction : Direction.values()) {
            TapeStatistics.OfDirection of = statistics.of(direction);
            out.append("<tr><th>")
                    .append(words(direction))
                    .append("</th><td class=\"n\">")
                    .append(of.opportunities());
            cell(Texts.duration(of.lifetimes().median()));
            cell(Texts.duration(of.lifetimes().quantile(900_000)));
            cell(of.opportunities() == 0 ? "none" : Texts.duration(of.longestMicros()));
            cell(Texts.share(of.byTime().shareFromPpm(statistics.thresholdPpm())) + " %");
            out.append("</td></tr>");
        }
        out.append("</tbody></table></div>");
    }

    private void cell(String text) {
        out.append("</td><td class=\"n\">").append(Html.escape(text));
    }

    static String words(Direction direction) {
        return direction == Direction.LONG_A_SHORT_B ? "long A, short B" : "long B, short A";
    }

    private void latency() {
        Svg drawing = new Svg().include(0);
        String[] styles = {"a", "b"};
        int count = TapeStatistics.LATER_MILLIS.size();
        for (int i = 0; i < 2; i++) {
            TapeStatistics.OfDirection of = statistics.of(DIRECTIONS.get(i));
            if (of.opportunities() > 0) {
                double[] x = new double[count];
                double[] y = new double[count];
                for (int later = 0; later < count; later++) {
                    x[later] = TapeStatistics.LATER_MILLIS.get(later);
                    y[later] = of.laterPpm(later) / PPM_PER_PERCENT;
                }
                drawing.line("line " + styles[i], x, y, false);
            }
        }
        if (drawing.isEmpty()) {
            out.append("<p class=\"none\">The spread never reached the threshold.</p>");
            return;
        }
        out.append(drawing.draw(
                "spread against latency", value -> decimals(value, 0) + " ms", value -> decimals(value, 3) + " %"));
        out.append("<div class=\"scroll\"><table><thead><tr><th>still there after</th>");
        for (int millis : TapeStatistics.LATER_MILLIS) {
            out.append("<th>").append(millis).append(" ms</th>");
        }
        out.append("</tr></thead><tbody>");
        for (Direction direction : Direction.values()) {
            TapeStatistics.OfDirection of = statistics.of(direction);
            out.append("<tr><th>").append(words(direction)).append("</th>");
            for (int later = 0; later < count; later++) {
                out.append("<td class=\"n\">");
                out.append(of.opportunities() == 0 ? "–" : Texts.share(of.laterStandsPpm(later)) + " %")
                        .append("</td>");
            }
            out.append("</tr>");
        }
        out.append("</tbody></table></div>");
    }

    private void ages() {
        PhantomMeter meter = statistics.phantom();
        if (meter.edgeTime(Age.RECEIPT, 0) == 0) {
            out.append("<p class=\"none\">The spread never stood above the threshold.</p>");
            return;
        }
        out.append("<div class=\"scroll\"><table><thead><tr><th>no quote older than</th>");
        for (int limit = 0; limit < PhantomMeter.limits(); limit++) {
            out.append("<th>")
                    .append(limitText(PhantomMeter.limitMillis(limit)))
                    .append("</th>");
        }
        out.append("<th>suggested</th></tr></thead><tbody>");
        for (Age age : Age.values()) {
            String by = age == Age.RECEIPT ? "by receipt" : "by change";
            out.append("<tr><th>left, ").append(by).append("</th>");
            for (int limit = 0; limit < PhantomMeter.limits(); limit++) {
                long left = 1_000_000 - meter.vanishedPpm(age, limit);
                out.append("<td class=\"n heat\" style=\"--h:")
                        .append(left / 10_000)
                        .append("%\">");
                out.append(Texts.share(left)).append(" %</td>");
            }
            out.append("<td class=\"n\">")
                    .append(limitText(meter.suggestedMillis(age)))
                    .append("</td></tr>");
            out.append("<tr><th>outlived the next quote, ").append(by).append("</th>");
            for (int limit = 0; limit < PhantomMeter.limits(); limit++) {
                long lives = meter.outlivedPpm(age, limit);
                out.append("<td class=\"n\">");
                out.append(lives == PhantomMeter.UNKNOWN ? "–" : Texts.share(lives) + " %")
                        .append("</td>");
            }
            out.append("<td></td></tr>");
        }
        out.append("</tbody></table></div>");
    }

    static String limitText(long millis) {
        return millis == PhantomMeter.NO_LIMIT ? "no limit" : millis == PhantomMeter.UNKNOWN ? "–" : millis + " ms";
    }

    private void heatMap() {
        TreeSet<Long> entries = new TreeSet<>();
        TreeSet<Long> exits = new TreeSet<>();
        long reach = 1;
        for (BacktestResult each : sweep) {
            entries.add(each.settings().pair().entryPpm());
            exits.add(each.settings().pair().exitPpm());
            reach = Math.max(reach, Math.abs(each.totalE8()));
        }
        out.append("<div class=\"scroll\"><table class=\"map\"><thead><tr><th>entry \\ exit, %</th>");
        for (long exit : exits) {
            out.append("<th>").append(Texts.percent(exit)).append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (long entry : entries) {
            out.append("<tr><th>").append(Texts.percent(entry)).append("</th>");
            for (long exit : exits) {
                heatCell(entry, exit, reach);
            }
            out.append("</tr>");
        }
        out.append("</tbody></table></div>");
    }

    private void heatCell(long entry, long exit, long reach) {
        for (BacktestResult each : sweep) {
            if (each.settings().pair().entryPpm() == entry
                    && each.settings().pair().exitPpm() == exit) {
                long heat = Math.round(Math.sqrt((double) Math.abs(each.totalE8()) / reach) * 85);
                out.append("<td class=\"n ")
                        .append(each.totalE8() < 0 ? "cold" : "heat")
                        .append("\" style=\"--h:");
                out.append(heat)
                        .append("%\">")
                        .append(Texts.money(each.totalE8()))
                        .append("<small>");
                out.append(each.completed()).append("</small></td>");
                return;
            }
        }
        out.append("<td></td>");
    }

    private void blockers() {
        List<Map.Entry<Blocker, Long>> counted =
                new ArrayList<>(result.blockers().entrySet());
        counted.removeIf(each -> each.getKey() == Blocker.NONE || each.getValue() == 0);
        counted.sort(Map.Entry.<Blocker, Long>comparingByValue(Comparator.reverseOrder()));
        out.append("<div class=\"scroll\"><table><tbody>");
        for (Map.Entry<Blocker, Long> each : counted.subList(0, Math.min(BLOCKERS_SHOWN, counted.size()))) {
            out.append("<tr><th>").append(Html.escape(each.getKey().text())).append("</th><td class=\"n\">");
            out.append(each.getValue()).append("</td></tr>");
        }
        out.append("</tbody></table></div>");
        if (!result.alerts().isEmpty()) {
            out.append("<details><summary>Alerts: ")
                    .append(result.alerts().size())
                    .append("</summary><ul>");
            result.alerts()
                    .forEach(
                            each -> out.append("<li>").append(Html.escape(each)).append("</li>"));
            out.append("</ul></details>");
        }
    }

    private void cycles() {
        if (result.cycles().isEmpty()) {
            out.append("<p class=\"none\">None.</p>");
            return;
        }
        out.append("<div class=\"scroll\"><table><thead><tr><th>entered</th><th>held</th><th>direction</th>");
        out.append("<th>outcome</th><th>entry %</th><th>exit %</th><th>gross</th><th>fees</th><th>net</th></tr>");
        out.append("</thead><tbody>");
        for (BacktestResult.Cycle each : result.cycles()
                .subList(0, Math.min(CYCLES_SHOWN, result.cycles().size()))) {
            out.append("<tr><th>").append(Texts.time(each.enteredMicros())).append("</th><td class=\"n\">");
            out.append(Texts.duration(each.endedMicros() - each.enteredMicros()))
                    .append("</td><td class=\"n\">");
            out.append(words(each.direction())).append("</td><td class=\"n\">");
            out.append(each.result().outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            cell(Texts.percent(each.result().entrySpreadPpm()));
            cell(each.exitPpm() == SpreadCalculator.NO_SPREAD ? "–" : Texts.percent(each.exitPpm()));
            cell(Texts.money(each.result().grossE8()));
            cell(Texts.money(each.result().feesE8()));
            cell(Texts.money(each.result().netE8()));
            out.append("</td></tr>");
        }
        out.append("</tbody></table></div>");
        if (result.cycles().size() > CYCLES_SHOWN) {
            out.append("<p>The first ")
                    .append(CYCLES_SHOWN)
                    .append(" of ")
                    .append(result.cycles().size());
            out.append("; the CSV has all.</p>");
        }
    }

    private void facts() {
        out.append("<div class=\"scroll\"><table class=\"facts\"><tbody>");
        facts.forEach((name, value) -> out.append("<tr><th>")
                .append(Html.escape(name))
                .append("</th><td>")
                .append(Html.escape(value))
                .append("</td></tr>"));
        out.append("</tbody></table></div>");
    }

    private static final String STYLE = """
            :root{color-scheme:light dark;--bg:#fbfbf9;--card:#fff;--ink:#1d2328;--dim:#66707a;--line:#dfe3e6;
            --a:#1668b8;--b:#b5541c;--good:#1f8a4c;--bad:#c0392b}
            @media(prefers-color-scheme:dark){:root{--bg:#14181c;--card:#1b2025;--ink:#e4e8eb;--dim:#98a2ab;
            --line:#323a41;--a:#62adf2;--b:#f0985c;--good:#5cc98a;--bad:#ef7d70}}
            *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);
            font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            main{max-width:60rem;margin:0 auto;padding:1.25rem 1rem 4rem}
            h1{font-size:1.5rem;margin:.5rem 0}h1 span{font-weight:400;color:var(--dim)}
            h2{font-size:1.1rem;margin:2.2rem 0 .2rem}p{margin:.2rem 0 .7rem;color:var(--dim);max-width:48rem}
            .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:.6rem;margin:1rem 0}
            .figures div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .7rem}
            dt{font-size:.8rem;color:var(--dim)}dd{margin:0;font-size:1.15rem;font-variant-numeric:tabular-nums}
            .bad{color:var(--bad)}svg{width:100%;height:auto;background:var(--card);border:1px solid var(--line);
            border-radius:.5rem}.grid{stroke:var(--line)}.zero{stroke:var(--dim)}
            .axis{fill:var(--dim);font-size:11px}.end{text-anchor:end}.middle{text-anchor:middle}
            path{fill:none;stroke-linejoin:round}.line{stroke-width:1.6}.thin{stroke-width:.7;opacity:.45}
            path.a{stroke:var(--a)}path.b{stroke:var(--b)}.threshold{stroke:var(--dim);stroke-dasharray:5 4}
            circle.in{fill:var(--good)}circle.out{fill:var(--bad)}
            .key i{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;margin:0 .3rem 0 .9rem;
            vertical-align:-.08rem}i.a{background:var(--a)}i.b{background:var(--b)}i.t{background:var(--dim)}
            i.in{background:var(--good);border-radius:50%}i.out{background:var(--bad);border-radius:50%}
            .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
            table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{padding:.35rem .6rem;text-align:left;
            border-bottom:1px solid var(--line);white-space:nowrap}tbody tr:last-child>*{border-bottom:0}
            th{font-weight:500}thead th{color:var(--dim);font-size:.8rem;text-align:right}
            thead th:first-child{text-align:left}.n{text-align:right;font-variant-numeric:tabular-nums}
            .heat{background:color-mix(in srgb,var(--good) calc(var(--h)*.55),transparent)}
            .cold{background:color-mix(in srgb,var(--bad) calc(var(--h)*.55),transparent)}
            .map small{display:block;color:var(--dim);font-size:.7rem}
            .bars .bar{position:relative;width:70%;min-width:10rem}
            .bars b{position:absolute;top:.4rem;bottom:.4rem;border-radius:.2rem;min-width:2px}
            .pos{background:var(--good)}.neg{background:var(--bad)}
            .facts td{white-space:normal;overflow-wrap:anywhere}.none{font-style:italic}
            @media(max-width:40rem){.axis{font-size:17px}}
            details{margin:.6rem 0}li{overflow-wrap:anywhere}
            """;
}
