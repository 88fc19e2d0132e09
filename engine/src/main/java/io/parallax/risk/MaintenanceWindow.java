package io.parallax.risk;

import io.parallax.instrument.ExchangeId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// When an exchange is maintained, in UTC: no entry then. Thread: any; immutable.
///
/// @param days on which it begins
/// @param fromMinute minute of the day, from 0
/// @param toMinute minute of the day after the last, up to 1440
public record MaintenanceWindow(ExchangeId exchange, Set<Weekday> days, int fromMinute, int toMinute) {
    /// Paradex on working days.
    public static final List<MaintenanceWindow> DEFAULTS = List.of(new MaintenanceWindow(
            ExchangeId.PARADEX, EnumSet.range(Weekday.MONDAY, Weekday.FRIDAY), 4 * 60 + 20, 5 * 60));

    /// A day of the week: the engine knows no calendar of its own.
    public enum Weekday {
        MONDAY,
        TUESDAY,
        WEDNESDAY,
        THURSDAY,
        FRIDAY,
        SATURDAY,
        SUNDAY
    }

    private static final Weekday[] WEEK = Weekday.values();
    /// 1970-01-01 was a Thursday.
    private static final long FIRST_DAY = 3;
    private static final long MINUTE_MILLIS = 60_000;
    private static final long MINUTES_PER_DAY = 1_440;

    public MaintenanceWindow {
        days = Set.copyOf(days);
        Bounds.require(fromMinute >= 0 && fromMinute < toMinute, "fromMinute", fromMinute, "0 to toMinute");
        Bounds.require(toMinute <= MINUTES_PER_DAY, "toMinute", toMinute, "at most 1440");
    }

    public boolean contains(long epochMillis) {
        long minute = Math.floorDiv(epochMillis, MINUTE_MILLIS);
        long ofDay = Math.floorMod(minute, MINUTES_PER_DAY);
        Weekday day = WEEK[(int) Math.floorMod(Math.floorDiv(minute, MINUTES_PER_DAY) + FIRST_DAY, (long) WEEK.length)];
        return ofDay >= fromMinute && ofDay < toMinute && days.contains(day);
    }
}
