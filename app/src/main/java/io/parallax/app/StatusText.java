package io.parallax.app;

import io.parallax.app.control.RunDirectory;
import io.parallax.app.logging.JsonText;
import io.parallax.execution.OperatorMode;
import io.parallax.execution.PairState;
import io.parallax.risk.Blocker;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.ExchangeView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.units.FixedPoint;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a run stands, for people and for machines. Names of fields are stable. Thread: any; immutable.
///
/// @param mode `simulated` or `live`
/// @param latched the word of the halt reason that keeps the run from trading; empty when nothing does
/// @param snapshot empty before the first one
record StatusText(
        RunDirectory directory,
        String mode,
        long seconds,
        String latched,
        ExitCode exitCode,
        Optional<EngineSnapshot> snapshot) {

    String json() {
        JsonText json = new JsonText()
                .text("engine", directory.name())
                .text("directory", directory.path().toString())
                .number("pid", ProcessHandle.current().pid())
                .text("mode", mode)
                .text("state", state())
                .number("seconds", seconds)
                .number("exit_code", exitCode.number())
                .text("exit_state", lower(exitCode))
                .text("open", open())
                .text("latched", latched);
        snapshot.ifPresent(now -> json.number("cycles", cycles(now))
                .number("pnl", FixedPoint.format(pnlE8(now)))
                .number("day", FixedPoint.format(now.day().resultE8()))
                .raw("day_known", Boolean.toString(now.day().known()))
                .number("alerts", now.counters().alerts())
                .raw("bots", now.bots().stream().map(StatusText::bot).collect(Collectors.joining(",", "[", "]")))
                .raw(
                        "exchanges",
                        now.exchanges().stream().map(StatusText::exchange).collect(Collectors.joining(",", "[", "]"))));
        return json.toString();
    }

    private static String bot(BotView bot) {
        JsonText json = new JsonText()
                .text("id", bot.id())
                .text("pair", bot.pair())
                .text("state", lower(bot.state()))
                .text("detail", bot.detail());
        bot.haltReason().ifPresentOrElse(reason -> json.text("halted", reason.name()), () -> json.absent("halted"));
        return json.text("blocker", bot.topBlocker().name())
                .number("cycles", bot.cycles())
                .number("cycles_failed", bot.cyclesFailed())
                .number("pnl", FixedPoint.format(bot.netE8()))
                .raw("a", leg(bot.a()))
                .raw("b", leg(bot.b()))
                .raw("funding", FundingText.of(bot).json())
                .toString();
    }

    private static String leg(LegView leg) {
        JsonText json = new JsonText()
                .text("exchange", leg.exchange().name())
                .text("symbol", leg.symbol())
                .number("position", FixedPoint.format(leg.positionE8()));
        leg.confirmedE8()
                .ifPresentOrElse(e8 -> json.number("confirmed", FixedPoint.format(e8)), () -> json.absent("confirmed"));
        leg.order()
                .ifPresentOrElse(
                        order -> json.raw(
                                "order",
                                new JsonText()
                                        .text("id", order.id())
                                        .text("state", lower(order.state()))
                                        .number("quantity", FixedPoint.format(order.quantityE8()))
                                        .number("filled", FixedPoint.format(order.filledE8()))
                                        .toString()),
                        () -> json.absent("order"));
        return json.toString();
    }

    private static String exchange(ExchangeView exchange) {
        return new JsonText()
                .text("id", exchange.exchange().name())
                .text("gate", lower(exchange.gate()))
                .text("detail", exchange.gateDetail())
                .toString();
    }

    String plain() {
        StringBuilder text = new StringBuilder();
        text.append(directory.name())
                .append(": ")
                .append(state())
                .append(", ")
                .append(mode)
                .append(", running for ")
                .append(duration())
                .append(", pid ")
                .append(ProcessHandle.current().pid());
        text.append("\nOpen: ").append(open());
        if (!latched.isEmpty()) {
            text.append("\nKept from trading by the halt latch: ")
                    .append(latched)
                    .append(" (")
                    .append(directory.latch().file())
                    .append(")");
        }
        snapshot.ifPresent(now -> {
            if (!now.day().known()) {
                text.append("\nWhat today's trading cost so far is not known: nothing is entered until"
                        + " ./parallax resume --reason \"...\", which accepts that, or midnight UTC");
            }
            for (BotView bot : now.bots()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n  %-12s %-10s %-10s %d cycles, %d failed, net %s%s",
                        bot.id(),
                        bot.pair(),
                        lower(bot.state()),
                        bot.cycles(),
                        bot.cyclesFailed(),
                        FixedPoint.format(bot.netE8()),
                        bot.detail().isEmpty() ? "" : " (" + bot.detail() + ")"));
                if (bot.state() == PairState.FLAT && bot.topBlocker() != Blocker.NONE) {
                    text.append("\n      no entry now: ")
                            .append(bot.topBlocker().text());
                }
                text.append("\n      ").append(FundingText.of(bot).line());
            }
            for (ExchangeView exchange : now.exchanges()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n  %-12s %s%s",
                        exchange.exchange(),
                        lower(exchange.gate()),
                        exchange.gateDetail().isEmpty() ? "" : " (" + exchange.gateDetail() + ")"));
            }
        });
        return text.toString();
    }

    private String state() {
        return snapshot.map(EngineSnapshot::mode).map(StatusText::word).orElse("starting");
    }

    private static String word(OperatorMode mode) {
        return switch (mode) {
            case ARMED -> "armed";
            case PAUSED -> "paused";
            case DRAINING -> "draining";
            case FLATTENING -> "flattening";
            case KILLED -> "killed";
            case SHUTTING_DOWN -> "stopping";
        };
    }

    private String open() {
        return snapshot.map(Exposure::of).orElse("not known: no snapshot yet");
    }

    private String duration() {
        long minutes = seconds / 60;
        return minutes == 0
                ? seconds + " s"
                : minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    private static long cycles(EngineSnapshot now) {
        return now.bots().stream().mapToLong(BotView::cycles).sum();
    }

    private static long pnlE8(EngineSnapshot now) {
        return now.bots().stream().mapToLong(BotView::netE8).sum();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
