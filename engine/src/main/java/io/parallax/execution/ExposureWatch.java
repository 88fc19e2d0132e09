package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.risk.TotalExposure;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// Measures how long a leg is without its mate and what the pair could be worth at worst, and says so when it
/// lasts. Thread: engine only.
final class ExposureWatch {
    private static final long MILLI = 1_000_000L;

    private final PairContext pair;
    private final CycleLog cycles;
    private long nakedSinceNanos = NEVER;
    private long nakedAlertNanos = NEVER;
    private long nakedNanosMax;

    ExposureWatch(PairContext pair, CycleLog cycles) {
        this.pair = pair;
        this.cycles = cycles;
    }

    void look(long nowNanos) {
        if (!pair.isListed()) {
            return;
        }
        pair.resources.total().set(pair.index, worstNotionalE8());
        if (!pair.position.isNaked()) {
            endNaked(nowNanos);
            return;
        }
        if (nakedSinceNanos == NEVER) {
            nakedSinceNanos = nowNanos;
            nakedAlertNanos = nowNanos + pair.timers.imbalanceMillis() * MILLI;
        }
        noteNaked(nowNanos - nakedSinceNanos);
        if (nowNanos >= nakedAlertNanos) {
            nakedAlertNanos = nowNanos + pair.timers.alertRepeatMillis() * MILLI;
            pair.out.alert("naked for " + (nowNanos - nakedSinceNanos) / MILLI + " ms: " + pair.exposure(), nowNanos);
        }
    }

    private void endNaked(long nowNanos) {
        if (nakedSinceNanos != NEVER) {
            long nanos = nowNanos - nakedSinceNanos;
            noteNaked(nanos);
            nakedSinceNanos = NEVER;
            pair.out.tell(new EngineNotice.Exposed(pair.settings.id(), nanos, nowNanos));
        }
    }

    private void noteNaked(long nanos) {
        nakedNanosMax = Math.max(nakedNanosMax, nanos);
        cycles.onNaked(nanos);
    }

    /// What both legs could be worth at worst; [TotalExposure#UNKNOWN] when a leg never had a price.
    private long worstNotionalE8() {
        long aE8 = worstNotionalE8(pair.a);
        long bE8 = worstNotionalE8(pair.b);
        boolean known = aE8 != TotalExposure.UNKNOWN && bE8 != TotalExposure.UNKNOWN;
        return known ? Math.addExact(aE8, bE8) : TotalExposure.UNKNOWN;
    }

    private static long worstNotionalE8(LegDesk desk) {
        long worstE8 = desk.worstE8();
        if (worstE8 == 0) {
            return 0;
        }
        long priceE8 = desk.worstPriceE8();
        return priceE8 > 0 ? FixedPoint.multiply(priceE8, worstE8, Rounding.UP) : TotalExposure.UNKNOWN;
    }

    long nakedNanosMax() {
        return nakedNanosMax;
    }
}
