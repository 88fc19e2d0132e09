package io.parallax.app;

import io.parallax.app.logging.JsonText;
import io.parallax.app.logging.Spreads;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.strategy.Direction;
import io.parallax.strategy.FundingCalendar;
import io.parallax.strategy.FundingCalendar.OfLeg;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What funding is and what it is expected to come to, for people and for machines; what is not known says so.
/// Thread: any; immutable.
record FundingText(FundingCalendar funding, ExchangeId a, ExchangeId b) {
    /// Hours ahead for which expectations are shown.
    private static final List<Long> HOURS = List.of(1L, 8L, 24L);

    private static final String UNKNOWN = "unknown";
    private static final long E8_PERCENT_PER_E8 = 100;
    private static final long E8_BPS_PER_E8 = 10_000;
    private static final long E8_PER_PPM = 100;
    private static final long SECOND_MILLIS = 1_000;
    private static final long MINUTE_MILLIS = 60 * SECOND_MILLIS;

    static FundingText of(BotView bot) {
        return new FundingText(bot.funding(), bot.a().exchange(), bot.b().exchange());
    }

    // ---- for people

    /// All of it.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Leg leg : Leg.values()) {
            lines.add("funding of " + exchange(leg) + ": " + rate(leg));
        }
        for (Direction direction : Direction.values()) {
            lines.add("funding expected for long "
                    + exchange(direction.longLeg()) + ", short "
                    + exchange(direction.shortLeg()) + ": "
                    + ahead(millis -> fraction(funding.receivedE8(direction, millis))));
        }
        funding.held().ifPresent(held -> {
            lines.add("funding expected for what is held: " + ahead(millis -> money(funding.heldReceivesE8(millis))));
            lines.add(eaten(held));
        });
        return lines;
    }

    /// The same in one line: rates, ends of intervals, and what is held.
    String line() {
        String rates = Stream.of(Leg.values())
                .map(leg -> exchange(leg) + " " + shortRate(leg))
                .collect(Collectors.joining(", "));
        return "funding: " + rates
                + (funding.held().isEmpty() ? "" : "; held: " + ahead(millis -> money(funding.heldReceivesE8(millis))));
    }

    private String rate(Leg leg) {
        OfLeg of = funding.at(leg);
        return percent(of.rateE8()) + " per " + interval(of) + " (" + percent(of.perHourE8()) + " an hour, "
                + percent(of.perYearE8()) + " a year), " + (of.settles() ? "settles" : "accrues")
                + "; this interval ends in " + time(funding.endsInMillis(leg));
    }

    private String shortRate(Leg leg) {
        OfLeg of = funding.at(leg);
        return percent(of.rateE8()) + " per " + interval(of) + " (" + (of.settles() ? "settles" : "ends") + " in "
                + time(funding.endsInMillis(leg)) + ")";
    }

    private String eaten(FundingCalendar.Held held) {
        String rest = held.restPpm().isEmpty()
                ? "what waiting can still gain (unknown)"
                : "the " + Spreads.bps(held.restPpm().getAsLong()) + " that waiting can still gain";
        OptionalLong after = funding.eatenAfterMillis();
        String when = after.isEmpty()
                ? "after a time that is unknown"
                : after.getAsLong() == FundingCalendar.NEVER ? "not in 30 days" : "after " + time(after);
        return "funding eats " + rest + ": " + when + "; under " + duration(held.closesWithinMillis())
                + " the position is closed for it";
    }

    private static String ahead(LongFunction<String> text) {
        return HOURS.stream()
                .map(hours -> text.apply(hours * FundingCalendar.HOUR_MILLIS) + " in " + hours + " h")
                .collect(Collectors.joining(", "));
    }

    private static String percent(OptionalLong e8) {
        return e8.isEmpty() ? UNKNOWN : signed(Math.multiplyExact(e8.getAsLong(), E8_PERCENT_PER_E8)) + " %";
    }

    private static String fraction(OptionalLong e8) {
        return e8.isEmpty() ? UNKNOWN : Spreads.bps(Math.floorDiv(e8.getAsLong(), E8_PER_PPM));
    }

    private static String money(OptionalLong e8) {
        return e8.isEmpty() ? UNKNOWN : signed(e8.getAsLong());
    }

    private static String signed(long e8) {
        return (e8 > 0 ? "+" : "") + FixedPoint.format(e8);
    }

    private static String interval(OfLeg of) {
        return of.intervalMillis() == 0 ? "an interval that is unknown" : duration(of.intervalMillis());
    }

    private static String time(OptionalLong millis) {
        return millis.isEmpty() ? "a time that is unknown" : duration(millis.getAsLong());
    }

    /// `3 d 4 h`, `5 h 20 min`, `12 min 5 s`, `8 s`.
    static String duration(long millis) {
        long seconds = millis / SECOND_MILLIS;
        long minutes = millis / MINUTE_MILLIS;
        long hours = millis / FundingCalendar.HOUR_MILLIS;
        long days = millis / FundingCalendar.DAY_MILLIS;
        if (days > 0) {
            return two(days, "d", hours % 24, "h");
        }
        return hours > 0
                ? two(hours, "h", minutes % 60, "min")
                : minutes > 0 ? two(minutes, "min", seconds % 60, "s") : seconds + " s";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    private ExchangeId exchange(Leg leg) {
        return leg == Leg.A ? a : b;
    }

    // ---- for machines

    String json() {
        JsonText json = new JsonText();
        number(json, "now_epoch_ms", funding.nowEpochMillis());
        json.raw("a", leg(Leg.A)).raw("b", leg(Leg.B));
        json.raw("long_a_bps", hours(millis -> scaled(funding.receivedE8(Direction.LONG_A_SHORT_B, millis))));
        json.raw("long_b_bps", hours(millis -> scaled(funding.receivedE8(Direction.LONG_B_SHORT_A, millis))));
        funding.held().ifPresentOrElse(held -> json.raw("held", held(held)), () -> json.absent("held"));
        return json.toString();
    }

    private String leg(Leg leg) {
        OfLeg of = funding.at(leg);
        JsonText json = new JsonText().text("exchange", exchange(leg).name());
        decimal(json, "rate_percent", of.rateE8(), E8_PERCENT_PER_E8);
        number(
                json,
                "interval_ms",
                of.intervalMillis() == 0 ? OptionalLong.empty() : OptionalLong.of(of.intervalMillis()));
        decimal(json, "hourly_percent", of.perHourE8(), E8_PERCENT_PER_E8);
        decimal(json, "yearly_percent", of.perYearE8(), E8_PERCENT_PER_E8);
        json.text("payment", of.settles() ? "settles" : "accrues");
        number(json, "interval_ends_epoch_ms", of.endEpochMillis(funding.nowEpochMillis()));
        number(json, "interval_ends_in_ms", funding.endsInMillis(leg));
        return json.toString();
    }

    private String held(FundingCalendar.Held held) {
        JsonText json = new JsonText().raw("received", hours(millis -> funding.heldReceivesE8(millis)));
        decimal(json, "rest_bps", held.restPpm(), E8_BPS_PER_E8 * E8_PER_PPM);
        OptionalLong after = funding.eatenAfterMillis();
        boolean never = after.isPresent() && after.getAsLong() == FundingCalendar.NEVER;
        json.text("eats_rest", after.isEmpty() ? UNKNOWN : never ? "never" : "after");
        number(json, "eats_rest_after_ms", never ? OptionalLong.empty() : after);
        return json.number("closes_within_ms", held.closesWithinMillis()).toString();
    }

    private static OptionalLong scaled(OptionalLong e8) {
        return e8.isEmpty() ? e8 : OptionalLong.of(Math.multiplyExact(e8.getAsLong(), E8_BPS_PER_E8));
    }

    /// @param e8 what is shown, × 10⁸
    private static String hours(LongFunction<OptionalLong> e8) {
        JsonText json = new JsonText();
        for (long hours : HOURS) {
            decimal(json, hours + "h", e8.apply(hours * FundingCalendar.HOUR_MILLIS), 1);
        }
        return json.toString();
    }

    private static void decimal(JsonText json, String name, OptionalLong value, long e8PerUnit) {
        if (value.isEmpty()) {
            json.absent(name);
        } else {
            json.number(name, FixedPoint.format(Math.multiplyExact(value.getAsLong(), e8PerUnit)));
        }
    }

    private static void number(JsonText json, String name, OptionalLong value) {
        if (value.isEmpty()) {
            json.absent(name);
        } else {
            json.number(name, value.getAsLong());
        }
    }
}
