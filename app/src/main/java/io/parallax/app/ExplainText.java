package io.parallax.app;

import io.parallax.app.logging.JsonText;
import io.parallax.app.logging.Spreads;
import io.parallax.execution.CandidateLog.Candidate;
import io.parallax.execution.LayerStatus;
import io.parallax.execution.PairState;
import io.parallax.instrument.Leg;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import io.parallax.strategy.NetEdge;
import io.parallax.strategy.PhantomMeter;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.ThresholdSettings;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a bot does or does not trade, for people and for machines. Thread: any; immutable.
///
/// @param what `now`, `last`, or the number of a candidate
record ExplainText(String what, EngineSnapshot snapshot) {
    private static final int VERDICTS_SHOWN = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// Whether the question can be understood.
    static boolean isQuestion(String what) {
        return what.equals("now") || what.equals("last") || what.matches("[1-9][0-9]{0,17}");
    }

    String plain() {
        return snapshot.bots().stream().map(this::plain).collect(Collectors.joining("\n\n"));
    }

    String json() {
        return new JsonText()
                .text("question", what)
                .raw("bots", snapshot.bots().stream().map(this::json).collect(Collectors.joining(",", "[", "]")))
                .toString();
    }

    private String plain(BotView bot) {
        return switch (what) {
            case "now" -> now(bot);
            case "last" -> head(bot) + candidate(bot, newest(bot));
            default -> head(bot) + candidate(bot, byNumber(bot, Long.parseLong(what)));
        };
    }

    private static String head(BotView bot) {
        return bot.id() + " (" + bot.pair() + ", A " + bot.a().exchange() + ", B "
                + bot.b().exchange() + ")";
    }

    // ---- now

    private String now(BotView bot) {
        List<String> lines = new ArrayList<>();
        lines.add(head(bot) + ": " + lower(bot.state()) + (bot.detail().isEmpty() ? "" : ", " + bot.detail()));
        lines.add("  " + verdict(bot));
        for (Direction direction : Direction.values()) {
            lines.add("  " + words(bot, direction));
            Optional<NetEdge.Breakdown> edge = bot.edge(direction);
            lines.add(edge.map(found -> waterfall(found, bot.thresholds().entryPpm(direction)))
                    .orElse("    no spread: a book is missing, too old, or too thin for our size"));
        }
        if (bot.breakEvenExitPpm().isPresent()) {
            lines.add("  held: exit spread " + Spreads.bps(bot.exitPpm()) + " now, closes at "
                    + bot.direction()
                            .map(held -> Spreads.bps(bot.closesPpm(held)))
                            .orElse("unknown")
                    + ", breaks even at "
                    + Spreads.bps(bot.breakEvenExitPpm().getAsLong()));
        }
        layers(bot, lines);
        rules(bot, lines);
        FundingText.of(bot).lines().forEach(line -> lines.add("  " + line));
        phantom(bot, lines);
        lines.add("  " + totals(bot));
        return String.join("\n", lines);
    }

    /// How much of what was seen above the threshold would not have been there for younger quotes.
    private static void phantom(BotView bot, List<String> lines) {
        EngineSnapshot.PhantomView seen = bot.phantom();
        if (seen.vanishedPpm().isEmpty()) {
            return;
        }
        List<String> shares = new ArrayList<>();
        for (int i = 0; i < seen.limitsMillis().size(); i++) {
            shares.add(String.format(
                    Locale.ROOT,
                    "%d ms %.1f %%",
                    seen.limitsMillis().get(i),
                    seen.vanishedPpm().get(i) / 10_000.0));
        }
        lines.add("  of the edge above the threshold, what vanishes without quotes older than "
                + String.join(", ", shares)
                + "; suggested limit: "
                + (seen.suggestedMillis() == PhantomMeter.NO_LIMIT
                        ? "none"
                        : seen.suggestedMillis() == PhantomMeter.UNKNOWN
                                ? "unknown yet"
                                : seen.suggestedMillis() + " ms"));
    }

    private static void layers(BotView bot, List<String> lines) {
        LayerStatus layers = bot.layers();
        if (layers.count() == 1) {
            return;
        }
        String average = layers.averageEntryPpm() == SpreadCalculator.NO_SPREAD
                ? ""
                : "; what is held was entered at " + Spreads.bps(layers.averageEntryPpm()) + " on average";
        lines.add(
                layers.next() == layers.count()
                        ? "  layers: none of " + layers.count() + " is to come" + average
                        : "  layers: number " + (layers.next() + 1) + " of " + layers.count() + " comes next, "
                                + Spreads.bps(layers.nextOffsetPpm()) + " above the entry threshold" + average);
    }

    private static void rules(BotView bot, List<String> lines) {
        if (bot.thresholds().rule() == ThresholdSettings.Rule.ROLLING) {
            for (Direction direction : Direction.values()) {
                lines.add("  " + usual(bot, direction));
            }
            lines.add("  thresholds are measured from the "
                    + lower(bot.thresholds().basis())
                    + (bot.thresholds().entryQuantilePercent() == 0
                            ? ""
                            : "; an entry must also stand at its direction's p"
                                    + bot.thresholds().entryQuantilePercent() + " or above"));
        }
        bot.shadow()
                .ifPresent(shadow -> lines.add("  on paper, " + lower(shadow.rule()) + " thresholds: "
                        + (shadow.known()
                                ? shadow.cycles() + " cycles, " + Spreads.bps(shadow.earnedPpm())
                                        + " together after fees, at best; "
                                        + (shadow.holding() ? "holding" : "flat")
                                : "not known yet")));
    }

    /// How a direction's executable spread was spread, with what is long ago counting less.
    private static String usual(BotView bot, Direction direction) {
        EngineSnapshot.QuantilesView quantiles = bot.thresholds().quantiles(direction);
        return "usual for " + words(bot, direction) + ": mean "
                + Spreads.bps(bot.thresholds().meanPpm(direction)) + ", p05 "
                + Spreads.bps(quantiles.p05Ppm()) + ", median " + Spreads.bps(quantiles.p50Ppm()) + ", p95 "
                + Spreads.bps(quantiles.p95Ppm());
    }

    private static String verdict(BotView bot) {
        boolean grows = bot.state() == PairState.HEDGED
                && bot.layers().count() > 1
                && bot.layers().next() < bot.layers().count();
        if (bot.state() != PairState.FLAT && !grows) {
            return "enters nothing: " + (bot.state() == PairState.HALTED ? Blocker.HALTED.text() : "not flat");
        }
        return switch (bot.topBlocker()) {
            case NONE -> "entries allowed";
            case SPREAD -> "waits: " + spreadGap(bot);
            default -> "enters nothing: " + bot.topBlocker().text();
        };
    }

    private static String spreadGap(BotView bot) {
        Optional<Direction> held = bot.state() == PairState.HEDGED ? bot.direction() : Optional.empty();
        Direction shown = held.orElseGet(bot::nearerEntry);
        if (bot.entryGapPpm(shown) == Long.MAX_VALUE) {
            return "no spread can be computed";
        }
        return (held.isPresent() ? "the direction that is held stands at " : "the nearer direction stands at ")
                + Spreads.bps(bot.executablePpm(shown))
                + " for our size, " + (held.isPresent() ? "the next layer" : "entry") + " is at "
                + Spreads.bps(bot.nextEntryPpm(shown));
    }

    /// One line per step, from what two screens show to what would be earned.
    static String waterfall(NetEdge.Breakdown edge, long entryThresholdPpm) {
        long executablePpm = edge.touchPpm() - edge.depthPpm();
        return String.join(
                "\n",
                line("entry at the touch", edge.touchPpm()),
                line("exit at its threshold", edge.exitPpm()),
                line("fees, in and out", -edge.feesPpm()),
                line("depth for our size", -edge.depthPpm()),
                line("funding expected", edge.fundingPpm()),
                line("quote currency", -edge.basisPpm()),
                line("latency buffer", -edge.bufferPpm()),
                line("net", edge.netPpm()) + "   (entry for our size " + Spreads.bps(executablePpm) + ", needs "
                        + Spreads.bps(entryThresholdPpm) + ")");
    }

    private static String line(String name, long ppm) {
        return String.format(Locale.ROOT, "    %-22s %12s", name, Spreads.bps(ppm));
    }

    private static String totals(BotView bot) {
        long count = bot.candidates().count();
        if (count == 0) {
            return "no spread was at the entry threshold yet";
        }
        String verdicts = bot.candidates().verdicts().entrySet().stream()
                .sorted(Map.Entry.<Blocker, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(VERDICTS_SHOWN)
                .map(entry -> (entry.getKey() == Blocker.NONE
                                ? "taken"
                                : entry.getKey().name()) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return count + " looks at a spread at or above the entry threshold: " + verdicts;
    }

    // ---- one candidate

    private static Optional<Candidate> newest(BotView bot) {
        List<Candidate> recent = bot.candidates().recent();
        return recent.isEmpty() ? Optional.empty() : Optional.of(recent.getLast());
    }

    private static Optional<Candidate> byNumber(BotView bot, long number) {
        return bot.candidates().recent().stream()
                .filter(each -> number >= each.firstId() && number <= each.lastId())
                .findFirst();
    }

    private String candidate(BotView bot, Optional<Candidate> found) {
        if (found.isEmpty()) {
            return ": " + missing(bot);
        }
        Candidate candidate = found.get();
        String numbers = candidate.count() == 1
                ? "candidate " + candidate.firstId()
                : "candidates " + candidate.firstId() + " to " + candidate.lastId();
        return String.join(
                "\n",
                ": " + numbers + ", " + ago(candidate.lastNanos()) + " ago",
                "  " + words(bot, candidate.direction()),
                waterfall(candidate.best(), bot.thresholds().entryPpm(candidate.direction())),
                "  "
                        + (candidate.blocker() == Blocker.NONE
                                ? "taken: every rule held"
                                : "not taken, first rule that failed: " + candidate.blocker() + ", "
                                        + candidate.blocker().text()));
    }

    private static String missing(BotView bot) {
        List<Candidate> recent = bot.candidates().recent();
        return recent.isEmpty()
                ? "no spread was at the entry threshold yet"
                : "kept are the numbers " + recent.getFirst().firstId() + " to "
                        + recent.getLast().lastId();
    }

    private String ago(long atNanos) {
        return String.format(Locale.ROOT, "%.1f s", (snapshot.nowNanos() - atNanos) / (double) NANOS_PER_SECOND);
    }

    private static String words(BotView bot, Direction direction) {
        boolean longA = direction.longLeg() == Leg.A;
        return "long " + (longA ? bot.a() : bot.b()).exchange() + ", short " + (longA ? bot.b() : bot.a()).exchange();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    // ---- for machines

    private String json(BotView bot) {
        JsonText json = new JsonText()
                .text("id", bot.id())
                .text("state", lower(bot.state()))
                .text("blocker", bot.topBlocker().name())
                .number("entry_threshold_bps", bps(bot.entryThresholdPpm()))
                .number("exit_threshold_bps", bps(bot.exitThresholdPpm()));
        bot.breakEvenExitPpm()
                .ifPresentOrElse(
                        ppm -> json.number("break_even_exit_bps", bps(ppm)), () -> json.absent("break_even_exit_bps"));
        edge(json, "long_a", bot.edgeLongA());
        edge(json, "long_b", bot.edgeLongB());
        json.text("thresholds", lower(bot.thresholds().rule()))
                .text("rolling_basis", lower(bot.thresholds().basis()))
                .number("entry_quantile", bot.thresholds().entryQuantilePercent())
                .raw("usual_long_a", usualJson(bot, Direction.LONG_A_SHORT_B))
                .raw("usual_long_b", usualJson(bot, Direction.LONG_B_SHORT_A))
                .raw("funding", FundingText.of(bot).json());
        JsonText verdicts = new JsonText();
        bot.candidates().verdicts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> verdicts.number(
                        entry.getKey() == Blocker.NONE
                                ? "TAKEN"
                                : entry.getKey().name(),
                        entry.getValue()));
        List<Candidate> shown = switch (what) {
            case "now" -> List.of();
            case "last" -> newest(bot).stream().toList();
            default -> byNumber(bot, Long.parseLong(what)).stream().toList();
        };
        return json.number("candidates", bot.candidates().count())
                .raw("verdicts", verdicts.toString())
                .raw("shown", shown.stream().map(this::json).collect(Collectors.joining(",", "[", "]")))
                .toString();
    }

    private static String usualJson(BotView bot, Direction direction) {
        EngineSnapshot.QuantilesView quantiles = bot.thresholds().quantiles(direction);
        JsonText json = new JsonText();
        spread(json, "mean_bps", bot.thresholds().meanPpm(direction));
        spread(json, "p05_bps", quantiles.p05Ppm());
        spread(json, "p50_bps", quantiles.p50Ppm());
        spread(json, "p95_bps", quantiles.p95Ppm());
        return json.toString();
    }

    private static void spread(JsonText json, String name, long ppm) {
        if (ppm == SpreadCalculator.NO_SPREAD) {
            json.absent(name);
        } else {
            json.number(name, bps(ppm));
        }
    }

    private String json(Candidate candidate) {
        JsonText json = new JsonText()
                .number("first", candidate.firstId())
                .number("last", candidate.lastId())
                .number("seconds_ago", ago(candidate.lastNanos()).replace(" s", ""))
                .text("long", candidate.direction().longLeg() == Leg.A ? "a" : "b")
                .text(
                        "verdict",
                        candidate.blocker() == Blocker.NONE
                                ? "TAKEN"
                                : candidate.blocker().name());
        edge(json, "edge", Optional.of(candidate.best()));
        return json.toString();
    }

    private static void edge(JsonText json, String name, Optional<NetEdge.Breakdown> edge) {
        edge.ifPresentOrElse(
                found -> json.raw(
                        name,
                        new JsonText()
                                .number("touch_bps", bps(found.touchPpm()))
                                .number("exit_bps", bps(found.exitPpm()))
                                .number("fees_bps", bps(found.feesPpm()))
                                .number("depth_bps", bps(found.depthPpm()))
                                .number("funding_bps", bps(found.fundingPpm()))
                                .number("quote_currency_bps", bps(found.basisPpm()))
                                .number("buffer_bps", bps(found.bufferPpm()))
                                .number("net_bps", bps(found.netPpm()))
                                .toString()),
                () -> json.absent(name));
    }

    private static String bps(long ppm) {
        return FixedPoint.format(ppm * 1_000_000);
    }
}
