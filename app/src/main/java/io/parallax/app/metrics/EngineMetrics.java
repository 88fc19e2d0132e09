package io.parallax.app.metrics;

import io.parallax.instrument.Leg;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.ExchangeView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.telemetry.LatencySummary;
import io.parallax.units.FixedPoint;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The newest snapshot as metrics, named by Prometheus' conventions: seconds, ratios, amounts of quote or base
/// currency. What is not known has no sample. Thread: any; it costs the engine nothing.
final class EngineMetrics implements MultiCollector {
    private static final double NANOS = 1e9;
    private static final double PPM = 1e6;

    private final Supplier<Optional<EngineSnapshot>> snapshots;
    private final LongSupplier nanoTime;

    /// @param nanoTime the engine's monotonic clock
    EngineMetrics(Supplier<Optional<EngineSnapshot>> snapshots, LongSupplier nanoTime) {
        this.snapshots = snapshots;
        this.nanoTime = nanoTime;
    }

    @Override
    public MetricSnapshots collect() {
        return snapshots
                .get()
                .map(this::all)
                .orElseGet(() -> MetricSnapshots.builder().build());
    }

    private MetricSnapshots all(EngineSnapshot now) {
        Page page = new Page();
        engine(page, now);
        now.bots().forEach(bot -> bot(page, bot));
        now.exchanges().forEach(exchange -> exchange(page, exchange));
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        page.snapshots().forEach(all::metricSnapshot);
        all.metricSnapshot(latencies(now.latencies()));
        return all.build();
    }

    /// Samples by metric, because the format wants all samples of one metric together.
    private static final class Page {
        private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
        private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();

        void gauge(String name, String help, Labels labels, double value) {
            gauges.computeIfAbsent(
                            name, each -> GaugeSnapshot.builder().name(each).help(help))
                    .dataPoint(GaugeDataPointSnapshot.builder()
                            .labels(labels)
                            .value(value)
                            .build());
        }

        /// @param name without `_total`, which the format adds
        void counter(String name, String help, Labels labels, long value) {
            counters.computeIfAbsent(
                            name, each -> CounterSnapshot.builder().name(each).help(help))
                    .dataPoint(CounterDataPointSnapshot.builder()
                            .labels(labels)
                            .value((double) value)
                            .build());
        }

        List<MetricSnapshot> snapshots() {
            List<MetricSnapshot> all = new ArrayList<>();
            gauges.values().forEach(each -> all.add(each.build()));
            counters.values().forEach(each -> all.add(each.build()));
            return all;
        }
    }

    private void engine(Page page, EngineSnapshot now) {
        page.counter("parallax_snapshots", "Snapshots published: the engine's progress.", Labels.EMPTY, now.sequence());
        page.gauge(
                "parallax_snapshot_age_seconds",
                "Since the newest snapshot; grows when the engine stands still.",
                Labels.EMPTY,
                Math.max(0, nanoTime.getAsLong() - now.nowNanos()) / NANOS);
        page.gauge("parallax_mode", "What the operator allows; 1 for the present mode.", of("mode", now.mode()), 1);
        if (now.day().known()) {
            page.gauge(
                    "parallax_day_result_quote",
                    "Result of the UTC day, with what is held at executable prices.",
                    Labels.EMPTY,
                    money(now.day().resultE8()));
        }
        EngineSnapshot.Counters counts = now.counters();
        count(page, "book_updates", "Books that changed.", counts.bookUpdates());
        count(page, "evaluations", "Looks at both books of a pair.", counts.evaluations());
        count(page, "opportunities", "Spreads at or above a threshold.", counts.opportunities());
        count(page, "opportunities_taken", "Entries.", counts.opportunitiesTaken());
        count(page, "orders", "Orders sent.", counts.orders());
        count(page, "fills", "Executions booked.", counts.fills());
        count(page, "fills_duplicate", "Executions told again.", counts.fillsDuplicate());
        count(page, "orders_unknown", "Orders whose fate was unknown for a while.", counts.ordersUnknown());
        count(page, "late_fills", "Executions told after an order's end.", counts.lateFills());
        count(page, "repairs", "Orders that removed an imbalance.", counts.repairs());
        count(page, "alerts", "Alerts raised.", counts.alerts());
        count(page, "events_unexpected", "Events without a row in the table.", counts.eventsUnexpected());
    }

    private static void count(Page page, String name, String help, long value) {
        page.counter("parallax_" + name, help, Labels.EMPTY, value);
    }

    private static void bot(Page page, BotView bot) {
        Labels labels = Labels.of("bot", bot.id(), "pair", bot.pair());
        page.gauge("parallax_bot_state", "1 for the present state.", labels.add("state", lower(bot.state())), 1);
        String cycles = "Cycles that ended, by how.";
        page.counter("parallax_bot_cycles", cycles, labels.add("outcome", "completed"), bot.cycles());
        page.counter("parallax_bot_cycles", cycles, labels.add("outcome", "failed"), bot.cyclesFailed());
        page.counter("parallax_bot_cycles", cycles, labels.add("outcome", "nothing_filled"), bot.cyclesNothingFilled());
        String result = "What was realised since the start, by part; fees are negative when paid.";
        page.gauge("parallax_bot_result_quote", result, labels.add("part", "price"), money(bot.grossE8()));
        page.gauge("parallax_bot_result_quote", result, labels.add("part", "fees"), money(-bot.feesE8()));
        page.gauge("parallax_bot_result_quote", result, labels.add("part", "funding"), money(bot.fundingE8()));
        page.gauge("parallax_bot_naked_seconds_max", "Longest time unhedged.", labels, bot.nakedNanosMax() / NANOS);
        for (Map.Entry<Blocker, Long> each : bot.blockers().entrySet()) {
            page.counter(
                    "parallax_bot_blocked",
                    "Looks at which this rule was the first to keep an entry off.",
                    labels.add("rule", lower(each.getKey())),
                    each.getValue());
        }
        leg(page, labels, bot.a());
        leg(page, labels, bot.b());
        for (Direction direction : Direction.values()) {
            direction(page, labels, bot, direction);
        }
    }

    private static void leg(Page page, Labels bot, LegView leg) {
        Labels labels = bot.add("exchange", leg.exchange().name());
        page.gauge(
                "parallax_position_base",
                "What is held, by our own account; negative is short.",
                labels,
                leg.positionE8() / (double) FixedPoint.ONE);
        leg.confirmedE8()
                .ifPresent(e8 -> page.gauge(
                        "parallax_position_confirmed_base",
                        "What the exchange last said is held.",
                        labels,
                        e8 / (double) FixedPoint.ONE));
        if (leg.bookAgeNanos() >= 0) {
            page.gauge("parallax_book_age_seconds", "Since the last book frame.", labels, leg.bookAgeNanos() / NANOS);
        }
        page.gauge("parallax_book_usable", "Whether an entry may rest on it.", labels, leg.bookUsable() ? 1 : 0);
    }

    private static void direction(Page page, Labels bot, BotView view, Direction direction) {
        LegView longLeg = direction.longLeg() == Leg.A ? view.a() : view.b();
        Labels labels = bot.add("long", longLeg.exchange().name());
        String name = "parallax_spread_ratio";
        String help = "Entry spread: at the touch, and for the size that is traded.";
        ratio(page, name, help, labels.add("at", "touch"), view.touchPpm(direction));
        ratio(page, name, help, labels.add("at", "size"), view.executablePpm(direction));
        ratio(
                page,
                "parallax_entry_threshold_ratio",
                "Entered at this spread or above.",
                labels,
                view.thresholds().entryPpm(direction));
        view.edge(direction)
                .ifPresent(edge -> ratio(
                        page,
                        "parallax_net_edge_ratio",
                        "What entering now and leaving at the threshold would earn, everything counted.",
                        labels,
                        edge.netPpm()));
    }

    private static void ratio(Page page, String name, String help, Labels labels, long ppm) {
        if (ppm != SpreadCalculator.NO_SPREAD) {
            page.gauge(name, help, labels, ppm / PPM);
        }
    }

    private static void exchange(Page page, ExchangeView exchange) {
        Labels labels = Labels.of("exchange", exchange.exchange().name());
        page.gauge(
                "parallax_exchange_gate",
                "What may be sent there; 1 for the present gate.",
                labels.add("gate", lower(exchange.gate())),
                1);
        String help = "Whether a stream is up.";
        page.gauge("parallax_stream_up", help, labels.add("stream", "market_data"), flag(exchange.marketDataReady()));
        page.gauge("parallax_stream_up", help, labels.add("stream", "private"), flag(exchange.privateStreamReady()));
        page.gauge("parallax_stream_up", help, labels.add("stream", "order_entry"), flag(exchange.orderEntryReady()));
        page.gauge(
                "parallax_clock_skew_seconds",
                "Our calendar less the exchange's.",
                labels,
                exchange.clockSkewMillis() / 1_000.0);
    }

    private static HistogramSnapshot latencies(EngineSnapshot.Latencies latencies) {
        return HistogramSnapshot.builder()
                .name("parallax_latency_seconds")
                .help("How long each stage took.")
                .dataPoint(histogram("frame_to_decision", latencies.triggerToDecision()))
                .dataPoint(histogram("frame_to_first_order", latencies.triggerToFirstOrder()))
                .dataPoint(histogram("frame_to_second_order", latencies.triggerToSecondOrder()))
                .dataPoint(histogram("decision_to_fill", latencies.decisionToFill()))
                .dataPoint(histogram("naked", latencies.naked()))
                .build();
    }

    private static HistogramDataPointSnapshot histogram(String stage, LatencySummary latency) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        List<Long> bounds = LatencySummary.BOUNDS_NANOS;
        for (int i = 0; i < bounds.size(); i++) {
            buckets.bucket(bounds.get(i) / NANOS, latency.counts().get(i));
        }
        buckets.bucket(Double.POSITIVE_INFINITY, latency.counts().getLast());
        return HistogramDataPointSnapshot.builder()
                .labels(Labels.of("stage", stage))
                .classicHistogramBuckets(buckets.build())
                .sum(latency.sumNanos() / NANOS)
                .build();
    }

    private static Labels of(String name, Enum<?> value) {
        return Labels.of(name, lower(value));
    }

    private static double flag(boolean value) {
        return value ? 1 : 0;
    }

    private static double money(long e8) {
        return e8 / (double) FixedPoint.ONE;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
