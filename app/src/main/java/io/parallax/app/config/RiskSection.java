package io.parallax.app.config;

import io.parallax.execution.RestartPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.MaintenanceWindow;
import io.parallax.risk.MaintenanceWindow.Weekday;
import io.parallax.risk.RiskLimits;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads `risk:`. Thread: any; stateless.
final class RiskSection {
    private static final List<String> OWN_KEYS = List.of(
            "order_notional_max",
            "position_notional_max",
            "total_notional_max",
            "order_equity_times_max",
            "entry_slippage_max_bps",
            "exit_slippage_max_bps",
            "repair_slippage_max_bps",
            "repair_orders_max",
            "repair_budget_bps",
            "depth_percent",
            "decision_age_ms",
            "net_edge_bps",
            "entries_per_minute_max",
            "entries_per_day_max",
            "reply_p99_max_ms",
            "margin_buffer_percent",
            "margin_use_block_percent",
            "margin_use_halve_percent",
            "margin_use_close_percent",
            "liquidation_distance_entry_percent",
            "liquidation_distance_halve_percent",
            "liquidation_distance_close_percent",
            "stop_loss_bps",
            "cycle_loss_bps_max",
            "day_loss_max",
            "day_loss_percent",
            "hold_max_hours",
            "failures_max",
            "boots_max",
            "maintenance",
            "cooldown_ms",
            "on_restart");
    static final List<String> KEYS = Stream.of(OWN_KEYS, DataSection.KEYS, EdgeSection.KEYS)
            .flatMap(List::stream)
            .toList();

    private static final Map<String, RestartPolicy> RESTARTS =
            Map.of("adopt", RestartPolicy.ADOPT, "close", RestartPolicy.CLOSE, "ask", RestartPolicy.ASK);
    /// Earlier words and what they are called now.
    private static final Map<String, String> RESTARTS_OLD = Map.of("unwind", "adopt", "hold", "ask");

    private static final List<String> WINDOW_KEYS = List.of("exchange", "days", "from", "to");
    private static final Map<String, Weekday> DAYS = Arrays.stream(Weekday.values())
            .collect(Collectors.toMap(day -> day.name().toLowerCase(Locale.ROOT), Function.identity()));
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|24:00");
    private static final int WINDOWS_MAX = 32;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int MINUTES_PER_DAY = 1_440;

    private static final int BPS_DECIMALS = 2;
    private static final long E8_BPS_PER_PPM = 1_000_000;
    private static final long NOTIONAL_MAX_E8 = 10_000_000 * FixedPoint.ONE;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long HOLD_HOURS_MAX = 720;
    private static final int ENTRIES_PER_DAY_MAX = 100_000;

    private RiskSection() {}

    static RiskSettings read(YamlSection section, Map<String, ExchangeId> exchanges, Problems problems) {
        RiskSettings defaults = RiskSettings.DEFAULT;
        return new RiskSettings(
                limits(section, problems),
                section.integer("cooldown_ms", defaults.cooldownMillis(), 0, HOUR_MILLIS),
                HOUR_MILLIS
                        * section.integer("hold_max_hours", defaults.holdMaxMillis() / HOUR_MILLIS, 1, HOLD_HOURS_MAX),
                section.choice("on_restart", RESTARTS, RESTARTS_OLD).orElse(defaults.restart()),
                together(section, exchanges, problems),
                DataSection.read(section, problems),
                EdgeSection.read(section));
    }

    private static RiskLimits limits(YamlSection section, Problems problems) {
        RiskLimits defaults = RiskLimits.DEFAULTS;
        return new RiskLimits(
                new RiskLimits.Caps(
                        notionalE8(section, "order_notional_max", defaults.orderNotionalMaxE8()),
                        notionalE8(section, "position_notional_max", defaults.positionNotionalMaxE8()),
                        integer(
                                section,
                                "order_equity_times_max",
                                defaults.caps().orderEquityTimesMax(),
                                1,
                                RiskLimits.Caps.POSITION_EQUITY_TIMES_MAX)),
                new RiskLimits.Slippage(
                        bpsAsPpm(section, "entry_slippage_max_bps", defaults.entryCapPpm(), 0, 30),
                        bpsAsPpm(section, "exit_slippage_max_bps", defaults.exitCapPpm(), 1, 30),
                        bpsAsPpm(section, "repair_slippage_max_bps", defaults.repairCapMaxPpm(), 10, 30)),
                new RiskLimits.Repair(
                        integer(section, "repair_orders_max", defaults.repairOrdersMax(), 1, 8),
                        bpsAsPpm(section, "repair_budget_bps", defaults.repairBudgetPpm(), 1, 30)),
                new RiskLimits.Entry(
                        integer(section, "depth_percent", defaults.depthPercent(), 100, 1_000),
                        section.integer("decision_age_ms", defaults.decisionAgeMillis(), 5, 250),
                        bpsAsPpm(section, "net_edge_bps", defaults.netEdgePpm(), 0, 100)),
                new RiskLimits.Breaker(
                        integer(section, "failures_max", defaults.failuresMax(), 1, 100),
                        bpsAsPpm(
                                section,
                                "cycle_loss_bps_max",
                                defaults.breaker().cycleLossPpmMax(),
                                1,
                                1_000)),
                new RiskLimits.Holding(
                        bpsAsPpm(section, "stop_loss_bps", defaults.holding().stopLossPpm(), 10, 1_000),
                        defaults.holding().stopLossMillis()),
                margin(section, defaults.margin(), problems));
    }

    /// The levels must follow one another; out of order they are reported, and the defaults stand in.
    private static RiskLimits.Margin margin(YamlSection section, RiskLimits.Margin defaults, Problems problems) {
        int buffer = integer(section, "margin_buffer_percent", defaults.bufferPercent(), 0, 50);
        int useBlock = integer(section, "margin_use_block_percent", defaults.useBlockPercent(), 1, 95);
        int useHalve = integer(section, "margin_use_halve_percent", defaults.useHalvePercent(), 1, 95);
        int useClose = integer(section, "margin_use_close_percent", defaults.useClosePercent(), 1, 95);
        int entry = integer(section, "liquidation_distance_entry_percent", defaults.distanceEntryPercent(), 1, 50);
        int halve = integer(section, "liquidation_distance_halve_percent", defaults.distanceHalvePercent(), 1, 50);
        int close = integer(section, "liquidation_distance_close_percent", defaults.distanceClosePercent(), 1, 50);
        boolean uses = rise(section, "margin_use_close_percent", useBlock, useHalve, useClose, problems);
        boolean distances = rise(section, "liquidation_distance_entry_percent", close, halve, entry, problems);
        return uses && distances
                ? new RiskLimits.Margin(buffer, useBlock, useHalve, useClose, entry, halve, close)
                : defaults;
    }

    private static boolean rise(YamlSection section, String key, int first, int second, int third, Problems problems) {
        if (first <= second && second <= third) {
            return true;
        }
        String kind = key.startsWith("margin_use") ? "block, halve, close" : "close, halve, entry";
        problems.error(
                section.node(key),
                section.path(key),
                "the levels " + first + ", " + second + ", " + third + " of " + kind,
                "levels that rise in this order: " + kind);
        return false;
    }

    private static RiskSettings.Together together(
            YamlSection section, Map<String, ExchangeId> exchanges, Problems problems) {
        RiskSettings.Together defaults = RiskSettings.Together.DEFAULT;
        EngineLimits.Entries entries = defaults.entries();
        return new RiskSettings.Together(
                section.has("total_notional_max")
                        ? Optional.of(notionalE8(section, "total_notional_max", NOTIONAL_MAX_E8))
                        : Optional.empty(),
                new EngineLimits.Entries(
                        integer(section, "entries_per_minute_max", entries.perMinuteMax(), 1, 120),
                        integer(section, "entries_per_day_max", entries.perDayMax(), 1, ENTRIES_PER_DAY_MAX),
                        section.integer("reply_p99_max_ms", entries.replyMillisP99Max(), 50, 5_000)),
                new EngineLimits.DayLossLimit(
                        notionalE8(section, "day_loss_max", defaults.dayLoss().maxE8()),
                        integer(section, "day_loss_percent", defaults.dayLoss().percent(), 1, 100)),
                section.has("maintenance") ? Optional.of(windows(section, exchanges, problems)) : Optional.empty(),
                integer(section, "boots_max", defaults.bootsMax(), 1, 100));
    }

    private static List<MaintenanceWindow> windows(
            YamlSection section, Map<String, ExchangeId> exchanges, Problems problems) {
        List<MaintenanceWindow> windows = new ArrayList<>();
        List<Node> nodes = section.listOrNone("maintenance", "a list of up to " + WINDOWS_MAX + " windows");
        if (nodes.size() > WINDOWS_MAX) {
            problems.error(
                    section.node("maintenance"),
                    section.path("maintenance"),
                    nodes.size() + " windows",
                    "up to " + WINDOWS_MAX);
            return List.of();
        }
        for (int i = 0; i < nodes.size(); i++) {
            String path = section.path("maintenance") + "[" + i + "]";
            window(YamlSection.of(nodes.get(i), path, WINDOW_KEYS, problems), exchanges, problems)
                    .ifPresent(windows::add);
        }
        return windows;
    }

    private static Optional<MaintenanceWindow> window(
            YamlSection section, Map<String, ExchangeId> exchanges, Problems problems) {
        Optional<ExchangeId> exchange = section.requiredChoice("exchange", exchanges);
        Set<Weekday> days = section.choices("days", DAYS);
        int from = minute(section, "from");
        int to = minute(section, "to");
        if (from < 0 || to < 0) {
            return Optional.empty();
        }
        if (from >= to) {
            problems.error(
                    section.node("to"), section.path("to"), "a time that is not after \"from\"", "a later time of day");
            return Optional.empty();
        }
        return exchange.map(id -> new MaintenanceWindow(id, days, from, to));
    }

    /// Minute of the day, or a negative number after a reported problem.
    private static int minute(YamlSection section, String key) {
        Matcher time = TIME.matcher(section.text(key, TIME, "a time in UTC from 00:00 to 24:00, such as 04:20"));
        if (!time.matches()) {
            return -1;
        }
        return time.group(1) == null
                ? MINUTES_PER_DAY
                : MINUTES_PER_HOUR * Integer.parseInt(time.group(1)) + Integer.parseInt(time.group(2));
    }

    private static int integer(YamlSection section, String key, int fallback, int min, int max) {
        return Math.toIntExact(section.integer(key, fallback, min, max));
    }

    private static long notionalE8(YamlSection section, String key, long fallbackE8) {
        return section.decimal(
                        key,
                        FixedPoint.DECIMALS,
                        FixedPoint.ONE,
                        NOTIONAL_MAX_E8,
                        "an amount of quote currency from 1 to 10000000, a plain decimal, such as 2000")
                .orElse(fallbackE8);
    }

    /// A basis point is a hundred millionths, so two decimals are exact.
    private static long bpsAsPpm(YamlSection section, String key, long fallbackPpm, long min, long max) {
        OptionalLong bpsE8 = section.decimal(
                key,
                BPS_DECIMALS,
                min * FixedPoint.ONE,
                max * FixedPoint.ONE,
                "basis points from " + min + " to " + max + ", a plain decimal with up to 2 decimals, such as 10");
        return bpsE8.isPresent() ? bpsE8.getAsLong() / E8_BPS_PER_PPM : fallbackPpm;
    }
}
