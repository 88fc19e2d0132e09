package io.parallax.simulator.chaos;

import io.parallax.instrument.ExchangeId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One fault of a schedule: what, where, when, for how long, how often. Thread: any; immutable.
///
/// @param moment when it begins, if not at a fixed time
/// @param number which moment of that kind, from 1
/// @param atMillis when it begins, since the start of the world; for a fault without a moment
/// @param times how many messages it hits; 0 for all
public record FaultLine(
        FaultKind kind,
        ExchangeId exchange,
        Optional<Moment> moment,
        int number,
        long atMillis,
        long lengthMillis,
        int times) {
    private static final Pattern FORM = Pattern.compile(
            "([A-Z_]+) (vest|paradex) (?:at ([0-9]+) ms|on ([A-Z_]+)#([0-9]+)) for ([0-9]+) ms x([0-9]+)");

    /// Reads what [#toString] wrote.
    public static FaultLine parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("expected `KIND exchange at N ms for N ms xN` or `… on MOMENT#N for …`,"
                    + " found \"" + text + "\"");
        }
        Optional<Moment> moment = Optional.ofNullable(form.group(4)).map(Moment::valueOf);
        return new FaultLine(
                FaultKind.valueOf(form.group(1)),
                form.group(2).equals("vest") ? ExchangeId.VEST : ExchangeId.PARADEX,
                moment,
                moment.isPresent() ? Integer.parseInt(form.group(5)) : 0,
                moment.isPresent() ? 0 : Long.parseLong(form.group(3)),
                Long.parseLong(form.group(6)),
                Integer.parseInt(form.group(7)));
    }

    FaultLine withLengthMillis(long millis) {
        return new FaultLine(kind, exchange, moment, number, atMillis, millis, times);
    }

    @Override
    public String toString() {
        String when = moment.map(each -> "on " + each + "#" + number).orElse("at " + atMillis + " ms");
        return kind + " " + exchange.name() + " " + when + " for " + lengthMillis + " ms x" + times;
    }
}
