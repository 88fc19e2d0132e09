package io.parallax.telemetry;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.OrderIntent;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// How long things took, from the notices of the engine, in histograms that keep three digits and the exact
/// maximum. Thread: engine only.
public final class LatencyHistograms implements EngineListener {
    private static final long HIGHEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Series decision = new Series();
    private final Series firstOrder = new Series();
    private final Series secondOrder = new Series();
    private final Series fill = new Series();
    private final Series naked = new Series();
    private final Map<String, FirstWrite> halfWritten = new HashMap<>();

    private record FirstWrite(ClientOrderId id, long triggerNanos, long writtenNanos) {}

    @Override
    public void onNotice(EngineNotice notice) {
        switch (notice) {
            case EngineNotice.OpportunityTaken taken -> {
                halfWritten.remove(taken.bot());
                if (taken.triggerNanos() != 0) {
                    decision.record(taken.atNanos() - taken.triggerNanos());
                }
            }
            case EngineNotice.OrderWritten written -> onWritten(written);
            case EngineNotice.OrderFilled filled -> fill.record(filled.atNanos() - filled.placedNanos());
            case EngineNotice.Exposed exposed -> naked.record(exposed.durationNanos());
            case EngineNotice.StateChanged _,
                    EngineNotice.OpportunityDropped _,
                    EngineNotice.ExitDecided _,
                    EngineNotice.OrderPlaced _,
                    EngineNotice.OrderChanged _,
                    EngineNotice.RepairDecided _,
                    EngineNotice.CycleFinished _,
                    EngineNotice.Alert _,
                    EngineNotice.Summary _ -> {}
        }
    }

    /// Both legs of an entry carry the frame that caused them; the later of their last bytes is what counts.
    private void onWritten(EngineNotice.OrderWritten written) {
        long triggerNanos = written.order().triggerNanos();
        if (triggerNanos == 0 || written.order().id().intent() != OrderIntent.ENTRY) {
            return;
        }
        FirstWrite first = halfWritten.get(written.bot());
        ClientOrderId id = written.order().id();
        if (first == null || first.triggerNanos() != triggerNanos) {
            halfWritten.put(written.bot(), new FirstWrite(id, triggerNanos, written.writtenNanos()));
        } else if (!first.id().equals(id)) {
            halfWritten.remove(written.bot());
            firstOrder.record(Math.min(first.writtenNanos(), written.writtenNanos()) - triggerNanos);
            secondOrder.record(Math.max(first.writtenNanos(), written.writtenNanos()) - triggerNanos);
        }
    }

    /// All of them, summed up.
    public EngineSnapshot.Latencies summary() {
        return new EngineSnapshot.Latencies(
                decision.summary(), firstOrder.summary(), secondOrder.summary(), fill.summary(), naked.summary());
    }

    /// One histogram with its last summary: percentiles walk the whole histogram, which is worth doing only after
    /// something was recorded.
    private static final class Series {
        private final Histogram histogram = new Histogram(HIGHEST_NANOS, DIGITS);
        private final long[] counts = new long[LatencySummary.BOUNDS_NANOS.size() + 1];
        private long sumNanos;
        private LatencySummary summary = LatencySummary.NONE;

        void record(long nanos) {
            long recorded = Math.clamp(nanos, 0, HIGHEST_NANOS);
            histogram.recordValue(recorded);
            sumNanos += recorded;
            int bound = 0;
            while (bound < counts.length - 1 && recorded > LatencySummary.BOUNDS_NANOS.get(bound)) {
                bound++;
            }
            counts[bound]++;
        }

        LatencySummary summary() {
            if (histogram.getTotalCount() != summary.count()) {
                summary = new LatencySummary(
                        histogram.getTotalCount(),
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(90),
                        histogram.getValueAtPercentile(99),
                        histogram.getValueAtPercentile(99.9),
                        histogram.getMaxValue(),
                        sumNanos,
                        Arrays.stream(counts).boxed().toList());
            }
            return summary;
        }
    }
}
