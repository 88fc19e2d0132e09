package io.parallax.strategy;

import io.parallax.instrument.Leg;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Optional;
import java.util.OptionalLong;

/// What both exchanges say of funding at one moment: the rates, when the interval that a rate is for ends, and what
/// the rates come to if they stay as they are. Intervals count from midnight UTC; one that does not divide the
/// day is cut short at midnight. Vest and Paradex accrue funding continuously and realise it at each change of a
/// position (Vest's documentation: "accrues continuously and is quoted as a one-hour rate"; Paradex's: "no
/// funding timestamps, no payment hour"), so there no payment waits at the end of an interval: it is only what the
/// quoted rate is for. An exchange that settles takes a whole interval's rate from whoever holds a position at its end,
/// and nothing in between. What is not known is empty, and never 0. Thread: any; immutable.
///
/// @param nowEpochMillis wall clock as last told; empty before
/// @param held what is held, when something is
public record FundingCalendar(OptionalLong nowEpochMillis, OfLeg a, OfLeg b, Optional<Held> held) {
    public static final long HOUR_MILLIS = 3_600_000L;
    public static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    /// How far ahead [#eatenAfterMillis] looks.
    public static final long SPAN_MILLIS_MAX = 30 * DAY_MILLIS;

    /// Not in that time.
    public static final long NEVER = Long.MAX_VALUE;

    private static final long YEAR_MILLIS = 365 * DAY_MILLIS;
    private static final long E8_PER_PPM = 100;

    /// What one exchange says of its instrument.
    ///
    /// @param rateE8 fraction of a position's value per interval × 10⁸, positive when longs pay; empty when none
    ///     came lately, or none that can be true
    /// @param intervalMillis what the rate is for; 0 before the instrument was listed
    /// @param settles whether funding is paid at the end of each interval, instead of accruing
    public record OfLeg(OptionalLong rateE8, long intervalMillis, boolean settles) {

        /// The rate for an hour, × 10⁸.
        public OptionalLong perHourE8() {
            return accruedE8(HOUR_MILLIS);
        }

        /// The rate for 365 days, not compounded, × 10⁸.
        public OptionalLong perYearE8() {
            return accruedE8(YEAR_MILLIS);
        }

        private OptionalLong accruedE8(long millis) {
            return rateE8.isEmpty() || !hasInterval()
                    ? OptionalLong.empty()
                    : OptionalLong.of(
                            FixedPoint.multiplyDivide(rateE8.getAsLong(), millis, intervalMillis, Rounding.HALF_EVEN));
        }

        private boolean hasInterval() {
            return intervalMillis > 0 && intervalMillis <= DAY_MILLIS;
        }

        /// When the interval ends that a moment is in; one that begins at that moment ends a whole interval later.
        public OptionalLong endEpochMillis(OptionalLong atEpochMillis) {
            return atEpochMillis.isEmpty() || !hasInterval()
                    ? OptionalLong.empty()
                    : OptionalLong.of(end(atEpochMillis.getAsLong()));
        }

        private long end(long atEpochMillis) {
            long midnight = atEpochMillis - Math.floorMod(atEpochMillis, DAY_MILLIS);
            long ended = (atEpochMillis - midnight) / intervalMillis;
            return Math.min(midnight + (ended + 1) * intervalMillis, midnight + DAY_MILLIS);
        }

        /// How many intervals have ended, this moment included, since some moment long ago.
        private long ends(long atEpochMillis) {
            return Math.floorDiv(atEpochMillis, DAY_MILLIS) * Math.ceilDiv(DAY_MILLIS, intervalMillis)
                    + Math.floorMod(atEpochMillis, DAY_MILLIS) / intervalMillis;
        }

        /// What a long is expected to pay in `millis` from a moment on, as a fraction of its value × 10⁸;
        /// negative when it receives. Of an exchange that settles, every end of an interval after that moment
        /// counts, the last moment included.
        public OptionalLong longPaysE8(OptionalLong fromEpochMillis, long millis) {
            if (!settles) {
                return accruedE8(millis);
            }
            if (rateE8.isEmpty() || fromEpochMillis.isEmpty() || !hasInterval()) {
                return OptionalLong.empty();
            }
            long from = fromEpochMillis.getAsLong();
            return OptionalLong.of(Math.multiplyExact(rateE8.getAsLong(), ends(from + millis) - ends(from)));
        }
    }

    /// What is held.
    ///
    /// @param direction present while both legs are opposite
    /// @param valueAE8 signed value of leg A, quote currency × 10⁸: positive is long; empty without a price
    /// @param restPpm what waiting for the exit can still gain, ppm of a leg's value; empty when a price is missing
    /// @param closesWithinMillis funding that eats the rest within this time closes the position
    public record Held(
            Optional<Direction> direction,
            OptionalLong valueAE8,
            OptionalLong valueBE8,
            OptionalLong restPpm,
            long closesWithinMillis) {}

    public OfLeg at(Leg leg) {
        return leg == Leg.A ? a : b;
    }

    /// Time until the present interval of a leg ends, ms.
    public OptionalLong endsInMillis(Leg leg) {
        OptionalLong end = at(leg).endEpochMillis(nowEpochMillis);
        return end.isEmpty() ? end : OptionalLong.of(end.getAsLong() - nowEpochMillis.getAsLong());
    }

    /// What a position of this direction, held from now on, is expected to receive on both legs in `millis`, as a
    /// fraction of a leg's value × 10⁸; negative when it pays.
    public OptionalLong receivedE8(Direction direction, long millis) {
        OptionalLong pays = at(direction.longLeg()).longPaysE8(nowEpochMillis, millis);
        OptionalLong gets = at(direction.shortLeg()).longPaysE8(nowEpochMillis, millis);
        return pays.isEmpty() || gets.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(gets.getAsLong() - pays.getAsLong());
    }

    /// What is held is expected to receive that in `millis`, quote currency × 10⁸, rounded down; negative when it
    /// pays. Empty too when nothing is held.
    public OptionalLong heldReceivesE8(long millis) {
        if (held.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong ofA = moneyE8(a, held.get().valueAE8(), millis);
        OptionalLong ofB = moneyE8(b, held.get().valueBE8(), millis);
        return ofA.isEmpty() || ofB.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.addExact(ofA.getAsLong(), ofB.getAsLong()));
    }

    private OptionalLong moneyE8(OfLeg leg, OptionalLong valueE8, long millis) {
        if (valueE8.isPresent() && valueE8.getAsLong() == 0) {
            return OptionalLong.of(0);
        }
        OptionalLong longPaysE8 = leg.longPaysE8(nowEpochMillis, millis);
        return valueE8.isEmpty() || longPaysE8.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(FixedPoint.multiply(valueE8.getAsLong(), -longPaysE8.getAsLong(), Rounding.FLOOR));
    }

    /// After how long funding has cost more than waiting for the exit can still gain, ms: [#NEVER] when not in
    /// [#SPAN_MILLIS_MAX], empty when that cannot be known or no pair is held.
    public OptionalLong eatenAfterMillis() {
        Direction direction = held.flatMap(Held::direction).orElse(null);
        if (direction == null
                || held.get().restPpm().isEmpty()
                || receivedE8(direction, SPAN_MILLIS_MAX).isEmpty()) {
            return OptionalLong.empty();
        }
        long restE8 = Math.max(0, Math.multiplyExact(held.get().restPpm().getAsLong(), E8_PER_PPM));
        long from = 0;
        while (from < SPAN_MILLIS_MAX) {
            long to = Math.min(SPAN_MILLIS_MAX, nextSettlement(from));
            if (costE8(direction, to - 1) > restE8) {
                return OptionalLong.of(firstAbove(restE8, direction, from, to - 1));
            }
            if (costE8(direction, to) > restE8) {
                return OptionalLong.of(to);
            }
            from = to;
        }
        return OptionalLong.of(NEVER);
    }

    private long costE8(Direction direction, long millis) {
        return -receivedE8(direction, millis).orElseThrow();
    }

    /// Between two settlements the cost goes one way only.
    private long firstAbove(long restE8, Direction direction, long notYet, long surely) {
        long below = notYet;
        long above = surely;
        while (above - below > 1) {
            long middle = below + (above - below) / 2;
            if (costE8(direction, middle) > restE8) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return above;
    }

    private long nextSettlement(long afterMillis) {
        return Math.min(nextSettlement(a, afterMillis), nextSettlement(b, afterMillis));
    }

    private long nextSettlement(OfLeg leg, long afterMillis) {
        if (!leg.settles()) {
            return NEVER;
        }
        long now = nowEpochMillis.orElseThrow();
        return leg.end(now + afterMillis) - now;
    }
}
