package io.parallax.app.screen;

import io.parallax.app.control.PlainText;
import io.parallax.app.logging.LogTail.Line;
import io.parallax.app.logging.LogTail.Weight;
import io.parallax.execution.CycleResult;
import io.parallax.execution.OperatorMode;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.risk.Blocker;
import io.parallax.risk.GateState;
import io.parallax.strategy.Direction;
import io.parallax.strategy.NetEdge;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.ExchangeView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.telemetry.LatencySummary;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// Draws one frame of the screen: as many lines as the terminal has rows, none longer than it has columns. What matters
/// most comes first and is never cut: the mode, what is held, why nothing is entered. Thread: any; immutable.
final class ScreenView {
    private static final int CHART_ROWS_MIN = 3;
    private static final int CHART_ROWS_MAX = 12;
    private static final int LOG_ROWS_MIN = 3;
    private static final int BOTS_LISTED_MAX = 6;
    private static final int TEXT_MAX = 400;
    private static final double NANOS_PER_MICRO = 1_000.0;

    private final Paint paint;
    private final int columns;
    private final int rows;
    private final List<AttributedString> lines = new ArrayList<>();

    private ScreenView(Paint paint, int columns, int rows) {
        this.paint = paint;
        this.columns = columns;
        this.rows = rows;
    }

    /// @param columns at least 1
    /// @param rows at least 1
    static List<AttributedString> draw(ScreenState state, Paint paint, int columns, int rows) {
        return new ScreenView(paint, columns, rows).draw(state);
    }

    private List<AttributedString> draw(ScreenState state) {
        banner(state);
        if (state.help()) {
            help();
        } else if (state.snapshot().isEmpty()) {
            add("connecting");
        } else {
            body(state, state.snapshot().get());
        }
        return framed(foot(state));
    }

    // ---- frame

    private void add(String text) {
        add(text, paint.plain());
    }

    private void add(String text, AttributedStyle style) {
        lines.add(new AttributedString(text, style));
    }

    private void add(AttributedStringBuilder line) {
        lines.add(line.toAttributedString());
    }

    /// Cut or filled up to the size of the terminal, the foot in its last row.
    private List<AttributedString> framed(AttributedString foot) {
        List<AttributedString> frame = new ArrayList<>();
        for (int row = 0; row < rows - 1; row++) {
            frame.add(row < lines.size() ? cut(lines.get(row)) : AttributedString.EMPTY);
        }
        frame.add(cut(foot));
        return frame;
    }

    private AttributedString cut(AttributedString line) {
        return line.length() <= columns ? line : line.subSequence(0, columns);
    }

    private static AttributedStringBuilder line() {
        return new AttributedStringBuilder();
    }

    // ---- mode

    /// What kind of money this is, and whether it may be spent.
    private void banner(ScreenState state) {
        boolean live = state.mode().equals("live");
        Optional<EngineSnapshot> snapshot = state.snapshot();
        boolean halted = snapshot.filter(now -> now.bots().stream().anyMatch(bot -> bot.state() == PairState.HALTED))
                .isPresent();
        OperatorMode mode = snapshot.map(EngineSnapshot::mode).orElse(OperatorMode.ARMED);
        String word = state.mode().toUpperCase(Locale.ROOT)
                + (halted ? " · HALTED" : mode == OperatorMode.ARMED ? "" : " · " + mode);
        int colour = halted || mode == OperatorMode.KILLED
                ? AttributedStyle.MAGENTA
                : live ? AttributedStyle.RED : AttributedStyle.BLUE;
        String result = snapshot.map(now -> "net " + money(netE8(now)) + "   day "
                        + (now.day().known() ? money(now.day().resultE8()) : "unknown"))
                .orElse("");
        String left = " " + (paint.unicode() ? word : word.replace('·', '-')) + "   " + state.name() + "   running "
                + duration(state.seconds());
        int gap = Math.max(3, columns - left.length() - result.length() - 1);
        String text = left + " ".repeat(gap) + result + " ";
        lines.add(new AttributedString(
                text.length() < columns ? text + " ".repeat(columns - text.length()) : text, paint.banner(colour)));
    }

    private static long netE8(EngineSnapshot now) {
        return now.bots().stream().mapToLong(BotView::netE8).sum();
    }

    private static String duration(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3_600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
    }

    private AttributedString foot(ScreenState state) {
        if (!state.question().isEmpty()) {
            return new AttributedString(" " + state.question() + "  y: yes, any other key: no", paint.warning());
        }
        if (!state.answer().isEmpty()) {
            return new AttributedString(" " + PlainText.of(state.answer(), TEXT_MAX), paint.strong());
        }
        return new AttributedString(
                "p pause r resume d drain f flatten k kill tab bot l log:" + state.filter() + " ? help q stop",
                paint.faint());
    }

    private void help() {
        add("");
        add("  p   pause     no entries; exits and repairs go on");
        add("  r   resume    entries again; asks first");
        add("  d   drain     no entries; each pair ends with its normal exit");
        add("  f   flatten   close every pair now, within the exit caps; asks first");
        add("  k   kill      no entries, also after a restart, until resumed; asks first");
        add("  tab           the next bot; 1 to 9 choose one");
        add("  l             the log: all lines, without the summary of every second, warnings alone");
        add("  q   stop      as Ctrl-C does: resolves what is in flight and ends; asks first");
        add("  ?             this help, and away again");
        add("");
        add("  Spreads are basis points for the size that is traded; green has reached its threshold.");
        add("  From another terminal: ./parallax status, explain, pause, drain, flatten, kill, resume");
    }

    // ---- body

    private void body(ScreenState state, EngineSnapshot now) {
        int selected = Math.clamp(state.selected(), 0, now.bots().size() - 1);
        BotView bot = now.bots().get(selected);
        if (now.bots().size() > 1) {
            bots(now, selected);
        }
        head(bot, now);
        books(bot);
        add("bps            touch     size   enters    depth  funding      net", paint.faint());
        direction(bot, Direction.LONG_A_SHORT_B);
        direction(bot, Direction.LONG_B_SHORT_A);
        held(bot);
        orders(bot);
        lastCycle(bot);
        now.exchanges().forEach(this::exchange);
        latencies(now);
        chartAndLog(state, bot);
    }

    private void bots(EngineSnapshot now, int selected) {
        int from = Math.clamp(
                selected - BOTS_LISTED_MAX / 2L, 0, Math.max(0, now.bots().size() - BOTS_LISTED_MAX));
        for (int i = from; i < Math.min(now.bots().size(), from + BOTS_LISTED_MAX); i++) {
            BotView bot = now.bots().get(i);
            AttributedStringBuilder line = line().append(i == selected ? "> " : "  ");
            line.append(pad(bot.id(), 18), i == selected ? paint.strong() : paint.plain());
            line.append(pad(lower(bot.state()), 11), stateStyle(bot.state()));
            line.append(String.format(Locale.ROOT, "%4d cycles %3d failed  net ", bot.cycles(), bot.cyclesFailed()));
            line.append(money(bot.netE8()), paint.signed(bot.netE8()));
            add(line);
        }
        add("");
    }

    private void head(BotView bot, EngineSnapshot now) {
        AttributedStringBuilder line = line();
        line.append(bot.id() + "  " + bot.pair() + "  ", paint.strong());
        line.append(lower(bot.state()), stateStyle(bot.state()));
        line.append(" for " + duration(Math.max(0, (now.nowNanos() - bot.stateSinceNanos()) / 1_000_000_000L)));
        line.append("   " + bot.cycles() + " cycles, " + bot.cyclesFailed() + " failed, net ");
        line.append(money(bot.netE8()), paint.signed(bot.netE8()));
        add(line);
        bot.haltReason()
                .ifPresent(reason ->
                        add("HALTED for " + reason + ": " + PlainText.of(bot.detail(), TEXT_MAX), paint.bad()));
        if (bot.state() == PairState.FLAT) {
            add(
                    bot.topBlocker() == Blocker.NONE
                            ? "entries allowed"
                            : "no entry: " + bot.topBlocker().text(),
                    bot.topBlocker() == Blocker.SPREAD ? paint.faint() : paint.warning());
        } else if (bot.haltReason().isEmpty()) {
            add(PlainText.of(bot.detail(), TEXT_MAX), paint.faint());
        }
    }

    private AttributedStyle stateStyle(PairState state) {
        return switch (state) {
            case HEDGED -> paint.good();
            case HALTED, FROZEN -> paint.bad();
            case REPAIRING, RESOLVING -> paint.warning();
            case BOOT, RECONCILE, FLAT, ENTERING, EXITING, COOLDOWN -> paint.strong();
        };
    }

    private void books(BotView bot) {
        add("            bid            ask        age   position", paint.faint());
        book(bot.a());
        book(bot.b());
    }

    private void book(LegView leg) {
        AttributedStringBuilder line = line().append(pad(leg.exchange().name(), 9));
        line.append(String.format(Locale.ROOT, "%14s %14s ", price(leg.bidE8()), price(leg.askE8())));
        String age = leg.bookAgeNanos() < 0
                ? "never"
                : String.format(Locale.ROOT, "%.1f s", leg.bookAgeNanos() / 1_000_000_000.0);
        line.append(String.format(Locale.ROOT, "%8s", age), leg.bookUsable() ? paint.plain() : paint.bad());
        line.append("   " + FixedPoint.format(leg.positionE8()), paint.strong());
        if (leg.positionE8() != 0) {
            line.append(" at " + price(leg.entryPriceE8()));
        }
        boolean differs = leg.confirmedE8().isPresent() && leg.confirmedE8().get() != leg.positionE8();
        if (differs) {
            line.append("  exchange says " + FixedPoint.format(leg.confirmedE8().get()), paint.warning());
        }
        add(line);
    }

    private void direction(BotView bot, Direction direction) {
        long sizePpm = bot.executablePpm(direction);
        long entryPpm = bot.thresholds().entryPpm(direction);
        boolean reached =
                sizePpm != SpreadCalculator.NO_SPREAD && entryPpm != SpreadCalculator.NO_SPREAD && sizePpm >= entryPpm;
        AttributedStringBuilder line = line().append(pad("long " + longLeg(bot, direction), 13));
        line.append(bps(bot.touchPpm(direction)));
        line.append(bps(sizePpm), reached ? paint.good() : paint.plain());
        line.append(bps(entryPpm));
        Optional<NetEdge.Breakdown> edge = bot.edge(direction);
        if (edge.isPresent()) {
            line.append(bps(-edge.get().depthPpm())).append(bps(edge.get().fundingPpm()));
            line.append(bps(edge.get().netPpm()), paint.signed(edge.get().netPpm()));
        }
        add(line);
    }

    private static LegView leg(BotView bot, boolean a) {
        return a ? bot.a() : bot.b();
    }

    private void held(BotView bot) {
        boolean held = bot.a().positionE8() != 0 && bot.b().positionE8() != 0;
        if (bot.direction().isEmpty() || !held) {
            return;
        }
        Direction direction = bot.direction().get();
        long closesPpm = bot.closesPpm(direction);
        AttributedStringBuilder line = line().append("held: long " + longLeg(bot, direction) + ", exit");
        boolean reached = bot.exitPpm() != SpreadCalculator.NO_SPREAD && bot.exitPpm() >= closesPpm;
        line.append(bps(bot.exitPpm()), reached ? paint.good() : paint.plain());
        line.append(" closes").append(bps(closesPpm));
        if (bot.breakEvenExitPpm().isPresent()) {
            line.append(" breaks even").append(bps(bot.breakEvenExitPpm().getAsLong()));
        }
        add(line);
        if (bot.layers().count() > 1) {
            add("layers: " + bot.layers().next() + " of " + bot.layers().count() + " passed, entered at "
                    + bps(bot.layers().averageEntryPpm()) + " on average");
        }
    }

    private void orders(BotView bot) {
        for (LegView leg : List.of(bot.a(), bot.b())) {
            leg.order()
                    .ifPresent(order -> add(
                            String.format(
                                    Locale.ROOT,
                                    "order on %s: %s %s at %s, %s, filled %s, %.0f ms",
                                    leg.exchange(),
                                    lower(order.side()),
                                    FixedPoint.format(order.quantityE8()),
                                    price(order.limitPriceE8()),
                                    lower(order.state()),
                                    FixedPoint.format(order.filledE8()),
                                    order.ageNanos() / 1_000_000.0),
                            paint.warning()));
        }
    }

    private void lastCycle(BotView bot) {
        if (bot.lastCycle().isEmpty()) {
            return;
        }
        CycleResult last = bot.lastCycle().get();
        AttributedStringBuilder line =
                line().append("last cycle " + last.number() + " " + lower(last.outcome()) + ": net ");
        line.append(money(last.netE8()), paint.signed(last.netE8()));
        line.append(" = price " + money(last.grossE8()) + " fees " + money(-last.feesE8()) + " funding "
                + money(last.fundingE8()) + ", " + duration(last.durationNanos() / 1_000_000_000));
        add(line);
    }

    private void exchange(ExchangeView exchange) {
        AttributedStringBuilder line = line().append(pad(exchange.exchange().name(), 9));
        line.append(
                pad(lower(exchange.gate()), 12), exchange.gate() == GateState.OPEN ? paint.good() : paint.warning());
        stream(line, "data", exchange.marketDataReady());
        stream(line, "private", exchange.privateStreamReady());
        stream(line, "orders", exchange.orderEntryReady());
        line.append(" clock " + String.format(Locale.ROOT, "%+d ms", exchange.clockSkewMillis()));
        if (!exchange.gateDetail().isEmpty() && exchange.gate() != GateState.OPEN) {
            line.append("  " + PlainText.of(exchange.gateDetail(), TEXT_MAX), paint.warning());
        }
        add(line);
    }

    private void stream(AttributedStringBuilder line, String name, boolean ready) {
        line.append(name + (ready ? " up  " : " down  "), ready ? paint.plain() : paint.bad());
    }

    private void latencies(EngineSnapshot now) {
        LatencySummary second = now.latencies().triggerToSecondOrder();
        LatencySummary fill = now.latencies().decisionToFill();
        if (second.count() == 0) {
            return;
        }
        add(
                String.format(
                        Locale.ROOT,
                        "frame to both orders %.0f %s p50, %.0f p99; decision to fill %.0f ms p50",
                        second.nanosP50() / NANOS_PER_MICRO,
                        paint.micros(),
                        second.nanosP99() / NANOS_PER_MICRO,
                        fill.nanosP50() / 1_000_000.0),
                paint.faint());
    }

    private void chartAndLog(ScreenState state, BotView bot) {
        int free = rows - 1 - lines.size();
        int chart = Math.clamp((free - 1) / 2L, 0, CHART_ROWS_MAX);
        if (chart >= CHART_ROWS_MIN && free - 1 - chart >= LOG_ROWS_MIN) {
            chart(state, bot, chart);
        }
        for (Line each : tail(state.log(), rows - 1 - lines.size())) {
            add(PlainText.of(each.text(), TEXT_MAX), logStyle(each.weight()));
        }
    }

    /// What is waited for: the exit of what is held, else the entry that is nearer to its threshold.
    private void chart(ScreenState state, BotView bot, int height) {
        boolean held = bot.state() == PairState.HEDGED && bot.direction().isPresent();
        // Leaving a direction is, spread for spread, entering the other one.
        Direction shown = held ? bot.direction().get().opposite() : bot.nearerEntry();
        long thresholdPpm = held ? bot.closesPpm(bot.direction().get()) : bot.nextEntryPpm(shown);
        String what = held ? "exit spread of what is held" : "entry spread, long " + longLeg(bot, shown);
        add(what + ", one dot a second, bps", paint.faint());
        lines.addAll(SpreadChart.draw(
                state.history().newest(bot.id(), shown, columns), thresholdPpm, columns, height - 1, paint));
    }

    private static ExchangeId longLeg(BotView bot, Direction direction) {
        return leg(bot, direction.longLeg() == Leg.A).exchange();
    }

    private static List<Line> tail(List<Line> log, int max) {
        return log.subList(Math.max(0, log.size() - Math.max(0, max)), log.size());
    }

    private AttributedStyle logStyle(Weight weight) {
        return switch (weight) {
            case SUMMARY -> paint.faint();
            case NEWS -> paint.plain();
            case WARNING -> paint.warning();
            case ERROR -> paint.bad();
        };
    }

    // ---- words

    private static String bps(long ppm) {
        return ppm == SpreadCalculator.NO_SPREAD ? "        -" : String.format(Locale.ROOT, "%+9.2f", ppm / 100.0);
    }

    private static String money(long e8) {
        return String.format(Locale.ROOT, "%+.2f", e8 / (double) FixedPoint.ONE);
    }

    private static String price(long e8) {
        return e8 == FixedPoint.NO_PRICE || e8 == 0 ? "-" : FixedPoint.format(e8);
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
