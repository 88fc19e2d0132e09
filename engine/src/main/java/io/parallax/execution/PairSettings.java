package io.parallax.execution;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.risk.DataLimits;
import io.parallax.risk.RiskLimits;
import io.parallax.strategy.EdgeSettings;
import io.parallax.strategy.LayerSettings;
import io.parallax.strategy.ThresholdSettings;
import io.parallax.strategy.Thresholds;
import io.parallax.units.FixedPoint;

/// One bot of the configuration: a pair and how to trade it. Thread: any; immutable.
///
/// @param id the bot's name, unique
/// @param pair the instrument's name in our configuration: `BTC-PERP`
/// @param exchangeA where leg A trades
/// @param exchangeB where leg B trades
/// @param entryPpm entry threshold: 0.15 % is 1500
/// @param exitPpm exit threshold: 0.05 % is 500; may be negative
/// @param leverage set on both exchanges and read back
/// @param quantityE8 size of one position in base currency × 10⁸, before it is cut to the common lot
/// @param restart what to do at start with what an earlier run left
/// @param cyclesMax completed cycles after which no entry follows; 0 for no limit
/// @param data what market data must look like before an entry
/// @param edge what an expected gain is made of
/// @param thresholds what the two thresholds are measured from
/// @param legOrder in which order the legs of an entry leave
/// @param layers in how many steps a position is built up
public record PairSettings(
        String id,
        String pair,
        ExchangeId exchangeA,
        ExchangeId exchangeB,
        long entryPpm,
        long exitPpm,
        int leverage,
        long quantityE8,
        RiskLimits limits,
        CycleTimers timers,
        RestartPolicy restart,
        long cyclesMax,
        DataLimits data,
        EdgeSettings edge,
        ThresholdSettings thresholds,
        LegOrder legOrder,
        LayerSettings layers) {

    public PairSettings {
        if (exchangeA.equals(exchangeB)) {
            throw new IllegalArgumentException("bot " + id + ": the two exchanges must differ, found " + exchangeA);
        }
        if (quantityE8 <= 0) {
            throw new IllegalArgumentException(
                    "bot " + id + ": quantity must be positive, found " + FixedPoint.format(quantityE8));
        }
        if (leverage < 1) {
            throw new IllegalArgumentException("bot " + id + ": leverage must be at least 1, found " + leverage);
        }
        if (layers.isLayered() && layers.entryMaxPpm() <= entryPpm) {
            throw new IllegalArgumentException("bot " + id + ": the last layer must enter above the first one at "
                    + entryPpm + " ppm, found " + layers.entryMaxPpm());
        }
        if (cyclesMax < 0) {
            throw new IllegalArgumentException("bot " + id + ": cyclesMax must not be negative, found " + cyclesMax);
        }
    }

    /// A bot with the document's settings and defaults for the rest.
    public static PairSettings of(
            String id,
            String pair,
            ExchangeId exchangeA,
            ExchangeId exchangeB,
            long entryPpm,
            long exitPpm,
            int leverage,
            long quantityE8) {
        return new PairSettings(
                id,
                pair,
                exchangeA,
                exchangeB,
                entryPpm,
                exitPpm,
                leverage,
                quantityE8,
                RiskLimits.DEFAULTS,
                CycleTimers.DEFAULTS,
                RestartPolicy.ADOPT,
                0,
                DataLimits.of(pair),
                EdgeSettings.DEFAULTS,
                ThresholdSettings.DEFAULTS,
                LegOrder.CONCURRENT,
                LayerSettings.NONE);
    }

    public ExchangeId exchange(Leg leg) {
        return leg == Leg.A ? exchangeA : exchangeB;
    }

    public PairSettings withLimits(RiskLimits other) {
        return copy(other, timers, restart, cyclesMax, data, edge, thresholds, legOrder, layers);
    }

    public PairSettings withTimers(CycleTimers other) {
        return copy(limits, other, restart, cyclesMax, data, edge, thresholds, legOrder, layers);
    }

    public PairSettings withRestart(RestartPolicy other) {
        return copy(limits, timers, other, cyclesMax, data, edge, thresholds, legOrder, layers);
    }

    public PairSettings withCyclesMax(long other) {
        return copy(limits, timers, restart, other, data, edge, thresholds, legOrder, layers);
    }

    public PairSettings withData(DataLimits other) {
        return copy(limits, timers, restart, cyclesMax, other, edge, thresholds, legOrder, layers);
    }

    /// With other thresholds; layers keep their distances.
    public PairSettings withThresholdsPpm(long entry, long exit) {
        return new PairSettings(
                id,
                pair,
                exchangeA,
                exchangeB,
                entry,
                exit,
                leverage,
                quantityE8,
                limits,
                timers,
                restart,
                cyclesMax,
                data,
                edge,
                thresholds,
                legOrder,
                layers.shifted(entry - entryPpm));
    }

    public PairSettings withEdge(EdgeSettings other) {
        return copy(limits, timers, restart, cyclesMax, data, other, thresholds, legOrder, layers);
    }

    /// What the other rule would go by: the same distances, measured the other way.
    Thresholds shadowThresholds() {
        return new Thresholds(
                entryPpm, exitPpm, thresholds.withRule(thresholds.rule().other()));
    }

    public PairSettings withThresholds(ThresholdSettings other) {
        return copy(limits, timers, restart, cyclesMax, data, edge, other, legOrder, layers);
    }

    public PairSettings withLegOrder(LegOrder other) {
        return copy(limits, timers, restart, cyclesMax, data, edge, thresholds, other, layers);
    }

    public PairSettings withLayers(LayerSettings other) {
        return copy(limits, timers, restart, cyclesMax, data, edge, thresholds, legOrder, other);
    }

    private PairSettings copy(
            RiskLimits limits,
            CycleTimers timers,
            RestartPolicy restart,
            long cyclesMax,
            DataLimits data,
            EdgeSettings edge,
            ThresholdSettings thresholds,
            LegOrder legOrder,
            LayerSettings layers) {
        return new PairSettings(
                id,
                pair,
                exchangeA,
                exchangeB,
                entryPpm,
                exitPpm,
                leverage,
                quantityE8,
                limits,
                timers,
                restart,
                cyclesMax,
                data,
                edge,
                thresholds,
                legOrder,
                layers);
    }
}
