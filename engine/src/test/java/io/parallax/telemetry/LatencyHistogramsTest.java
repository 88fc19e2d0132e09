package io.parallax.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.execution.EngineNotice;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class LatencyHistogramsTest {
    private static final long MICRO = 1_000;

    private final LatencyHistograms histograms = new LatencyHistograms();

    private void naked(long nanos) {
        histograms.onNotice(new EngineNotice.Exposed("b", nanos, 0));
    }

    @Test
    void countUpToEachBoundAndAboveAll() {
        assertThat(histograms.summary().naked()).isEqualTo(LatencySummary.NONE);
        naked(10 * MICRO);
        naked(10 * MICRO + 1);
        naked(11_000_000 * MICRO);
        LatencySummary seen = histograms.summary().naked();
        assertThat(seen.counts()).hasSize(LatencySummary.BOUNDS_NANOS.size() + 1);
        assertThat(seen.counts().getFirst()).as("the bound included").isEqualTo(1);
        assertThat(seen.counts().get(1)).isEqualTo(1);
        assertThat(seen.counts().getLast()).isEqualTo(1);
        assertThat(seen.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(seen.count());
        assertThat(seen.sumNanos()).isEqualTo(11_000_020 * MICRO + 1);
        assertThat(histograms.summary().naked()).as("nothing new").isSameAs(seen);
    }

    @Test
    void haveBoundsThatRise() {
        assertThat(LatencySummary.BOUNDS_NANOS).isSorted().doesNotHaveDuplicates();
        assertThat(Collections.max(LatencySummary.BOUNDS_NANOS)).isEqualTo(10_000_000 * MICRO);
    }
}
