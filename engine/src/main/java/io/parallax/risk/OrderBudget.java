package io.parallax.risk;

import java.util.Arrays;

/// How many orders that increase risk may still be sent: so many in a minute, so many in a UTC day. Thread: engine
/// only.
public final class OrderBudget {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final long[] sentNanos;
    private final int dayMax;
    private long sent;
    private int sentToday;
    private long firstOfDayNanos = NEVER;

    public OrderBudget(int minuteMax, int dayMax) {
        this.sentNanos = new long[minuteMax];
        this.dayMax = dayMax;
        Arrays.fill(sentNanos, NEVER);
    }

    /// Whether `orders` more fit now.
    public boolean allows(int orders, long nowNanos) {
        if (orders > sentNanos.length) {
            return false;
        }
        // The youngest order that would have to be out of the minute for all of them to fit.
        long hindering = sent - (sentNanos.length - orders + 1);
        boolean minute = hindering < 0 || nowNanos - sentNanos[(int) (hindering % sentNanos.length)] >= MINUTE_NANOS;
        return minute && sentToday(nowNanos) + orders <= dayMax;
    }

    /// Where nobody says what day it is, a day ends 24 hours after its first order.
    private int sentToday(long nowNanos) {
        return firstOfDayNanos != NEVER && nowNanos - firstOfDayNanos >= DAY_NANOS ? 0 : sentToday;
    }

    public void onSent(long nowNanos) {
        if (sentToday(nowNanos) == 0) {
            sentToday = 0;
            firstOfDayNanos = nowNanos;
        }
        sentToday++;
        sentNanos[(int) (sent % sentNanos.length)] = nowNanos;
        sent++;
    }

    /// Midnight UTC has passed.
    public void onNewDay() {
        sentToday = 0;
        firstOfDayNanos = NEVER;
    }
}
