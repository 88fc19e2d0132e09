package io.parallax.risk;

import io.parallax.units.FixedPoint;
import java.util.List;

/// What all pairs of an engine together may risk. Thread: any; immutable.
///
/// @param totalNotionalMaxE8 largest value of all positions together at worst, quote currency × 10⁸
/// @param maintenance when exchanges are maintained
public record EngineLimits(
        long totalNotionalMaxE8, Entries entries, DayLossLimit dayLoss, List<MaintenanceWindow> maintenance) {

    public EngineLimits {
        Bounds.require(totalNotionalMaxE8 >= 0, "totalNotionalMaxE8", totalNotionalMaxE8, "0 or more");
        maintenance = List.copyOf(maintenance);
    }

    /// How many orders that increase risk may be sent, and how fast they must be answered.
    ///
    /// @param perMinuteMax in any 60 s
    /// @param perDayMax in a UTC day
    /// @param replyMillisP99Max the slowest of a hundred answers of a minute
    public record Entries(int perMinuteMax, int perDayMax, long replyMillisP99Max) {
        public static final Entries DEFAULTS = new Entries(30, 500, 500);

        public Entries {
            Bounds.require(perMinuteMax >= 1, "perMinuteMax", perMinuteMax, "1 or more");
            Bounds.require(perDayMax >= 1, "perDayMax", perDayMax, "1 or more");
            Bounds.require(replyMillisP99Max >= 1, "replyMillisP99Max", replyMillisP99Max, "1 or more");
        }
    }

    /// What a UTC day may cost: the smaller of both.
    ///
    /// @param maxE8 quote currency × 10⁸
    /// @param percent of the equity of all accounts together at the start of the day
    public record DayLossLimit(long maxE8, int percent) {
        public static final DayLossLimit DEFAULTS = new DayLossLimit(50 * FixedPoint.ONE, 2);

        public DayLossLimit {
            Bounds.require(maxE8 > 0, "dayLossMaxE8", maxE8, "positive");
            Bounds.require(percent >= 1 && percent <= 100, "dayLossPercent", percent, "1 to 100");
        }
    }

    /// The defaults beside a total.
    public static EngineLimits of(long totalNotionalMaxE8) {
        return new EngineLimits(
                totalNotionalMaxE8, Entries.DEFAULTS, DayLossLimit.DEFAULTS, MaintenanceWindow.DEFAULTS);
    }

    public EngineLimits withEntries(Entries other) {
        return new EngineLimits(totalNotionalMaxE8, other, dayLoss, maintenance);
    }

    public EngineLimits withDayLoss(DayLossLimit other) {
        return new EngineLimits(totalNotionalMaxE8, entries, other, maintenance);
    }

    public EngineLimits withMaintenance(List<MaintenanceWindow> other) {
        return new EngineLimits(totalNotionalMaxE8, entries, dayLoss, other);
    }
}
