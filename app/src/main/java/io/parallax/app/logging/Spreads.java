package io.parallax.app.logging;

import io.parallax.strategy.SpreadCalculator;
import java.util.Locale;

/// Spreads as people read them: in basis points with a sign. Thread: any; stateless.
public final class Spreads {
    private Spreads() {}

    /// `+12.34 bps`, or `unknown`.
    public static String bps(long ppm) {
        return ppm == SpreadCalculator.NO_SPREAD ? "unknown" : String.format(Locale.ROOT, "%+.2f bps", ppm / 100.0);
    }
}
