package io.parallax.exchange.vest;

import io.parallax.exchange.ConnectionEvent.ClockMeasured;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The exchange's clock, estimated from answers that carry its time: exact to half the round trip. Vest has no
/// request for the time; GET /account tells it, and the HTTP `Date` header guards against a figure that is not the
/// present. Thread: the gateway loop.
final class VestClock {
    private static final long SAMPLE_NANOS_MAX = 300_000_000_000L;
    private static final long DATE_TOLERANCE_MILLIS = 2_000;

    private final IoLoop loop;
    private boolean measured;
    private long skewMillis;
    private long uncertaintyMillis;
    private long sampledNanos;

    VestClock(IoLoop loop) {
        this.loop = loop;
    }

    /// Wall clock in milliseconds as the exchange has it, at best knowledge.
    long epochMillis() {
        return loop.epochMillis() + skewMillis;
    }

    /// Takes a sample; keeps it when it is better than what there is, or when that is old.
    ///
    /// @return the present estimate, empty when the sample was not believable and there is none
    Optional<ClockMeasured> sample(long exchangeEpochMillis, long sentNanos, HttpResponse response) {
        long nowNanos = loop.nanoTime();
        long roundTripNanos = Math.max(0, response.receivedNanos() - sentNanos);
        long middleAgoMillis = (nowNanos - response.receivedNanos() + roundTripNanos / 2) / 1_000_000;
        long skew = exchangeEpochMillis - (loop.epochMillis() - middleAgoMillis);
        long uncertainty = roundTripNanos / 2_000_000 + 1;
        boolean better = !measured || uncertainty <= uncertaintyMillis || nowNanos - sampledNanos > SAMPLE_NANOS_MAX;
        if (better && exchangeEpochMillis > 0 && agreesWithDate(exchangeEpochMillis, response)) {
            measured = true;
            skewMillis = skew;
            uncertaintyMillis = uncertainty;
            sampledNanos = nowNanos;
        }
        return measured
                ? Optional.of(
                        new ClockMeasured(ExchangeId.VEST, skewMillis, uncertaintyMillis, response.receivedNanos()))
                : Optional.empty();
    }

    private static boolean agreesWithDate(long exchangeEpochMillis, HttpResponse response) {
        Optional<String> date = response.header("date");
        if (date.isEmpty()) {
            return true;
        }
        try {
            long dateMillis = ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
            return Math.abs(exchangeEpochMillis - dateMillis) <= DATE_TOLERANCE_MILLIS;
        } catch (DateTimeParseException unreadable) {
            return true;
        }
    }
}
