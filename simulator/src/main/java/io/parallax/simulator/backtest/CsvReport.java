package io.parallax.simulator.backtest;

import io.parallax.strategy.SpreadCalculator;
import io.parallax.units.FixedPoint;

/// The cycles of a run as CSV: one line each, numbers as plain decimals, times in µs since 1970. Thread: any;
/// stateless.
public final class CsvReport {
    private static final String HEADER = "number,outcome,direction,entered_us,ended_us,quantity,entry_pct,exit_pct,"
            + "gross,fees,funding,net,naked_ms\n";
    private static final long NANOS_PER_MILLI = 1_000_000;

    private CsvReport() {}

    public static String of(BacktestResult result) {
        StringBuilder out = new StringBuilder(HEADER);
        for (BacktestResult.Cycle cycle : result.cycles()) {
            out.append(cycle.result().number()).append(',');
            out.append(cycle.result().outcome()).append(',');
            out.append(cycle.direction()).append(',');
            out.append(cycle.enteredMicros()).append(',');
            out.append(cycle.endedMicros()).append(',');
            out.append(FixedPoint.format(cycle.result().quantityE8())).append(',');
            out.append(Texts.percent(cycle.result().entrySpreadPpm())).append(',');
            out.append(cycle.exitPpm() == SpreadCalculator.NO_SPREAD ? "" : Texts.percent(cycle.exitPpm()));
            out.append(',');
            out.append(FixedPoint.format(cycle.result().grossE8())).append(',');
            out.append(FixedPoint.format(cycle.result().feesE8())).append(',');
            out.append(FixedPoint.format(cycle.result().fundingE8())).append(',');
            out.append(FixedPoint.format(cycle.result().netE8())).append(',');
            out.append(cycle.result().nakedNanosMax() / NANOS_PER_MILLI).append('\n');
        }
        return out.toString();
    }
}
