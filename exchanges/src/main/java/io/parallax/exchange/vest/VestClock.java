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
/// present. An answer may come from a copy that lies behind, so a time can be too early and never too late: what
/// proves the estimate too early is believed at once, what would make it earlier only when nothing newer came for
/// long. The estimate rests on the monotonic clock: a step of ours does not move it. Thread: the gateway loop.
final class VestClock {
    private static final long MILLI = 1_000_000L;
    private static final long SAMPLE_NANOS_MAX = 300_000 * MILLI;
    /// A time that comes from a copy that lies behind passes with up to this much.
    static final long BEHIND_MILLIS_MAX = 2_000;

    private final IoLoop loop;
    private boolean measured;
    /// The exchange's time minus the monotonic clock's.
    private long offsetMillis;
    private long uncertaintyMillis;
    private long sampledNanos;

    VestClock(IoLoop loop) {
        this.loop = loop;
    }

    /// Wall clock in milliseconds as the exchange has it, at best knowledge.
    long epochMillis() {
        return measured ? monotonicMillis() + offsetMillis : loop.epochMillis();
    }

    /// How far the estimate may be off, either way; 0 before the first.
    long uncertaintyMillis() {
        return uncertaintyMillis;
    }

    private long monotonicMillis() {
        return Math.floorDiv(loop.nanoTime(), MILLI);
    }

    /// Takes a sample; keeps it when it is better than what there is, contradicts it, or when that is old.
    ///
    /// @return the present estimate, empty when the sample was not believable and there is none
    Optional<ClockMeasured> sample(long exchangeEpochMillis, long sentNanos, HttpResponse response) {
        long roundTripNanos = Math.max(0, response.receivedNanos() - sentNanos);
        long offset = exchangeEpochMillis - Math.floorDiv(response.receivedNanos() - roundTripNanos / 2, MILLI);
        long uncertainty = roundTripNanos / (2 * MILLI) + 1;
        boolean believable = exchangeEpochMillis > 0 && agreesWithDate(exchangeEpochMillis, response);
        if (believable && isBetter(offset, uncertainty)) {
            measured = true;
            offsetMillis = offset;
            uncertaintyMillis = uncertainty;
            sampledNanos = loop.nanoTime();
        }
        return measured
                ? Optional.of(new ClockMeasured(
                        ExchangeId.VEST,
                        epochMillis() - loop.epochMillis(),
                        uncertaintyMillis,
                        response.receivedNanos()))
                : Optional.empty();
    }

    private boolean isBetter(long offset, long uncertainty) {
        if (!measured || loop.nanoTime() - sampledNanos > SAMPLE_NANOS_MAX) {
            return true;
        }
        boolean provesTooEarly = offset - uncertainty > offsetMillis + uncertaintyMillis;
        boolean provesNothing = offset + uncertainty < offsetMillis - uncertaintyMillis;
        return provesTooEarly || (uncertainty <= uncertaintyMillis && !provesNothing);
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
            return Math.abs(exchangeEpochMillis - dateMillis) <= BEHIND_MILLIS_MAX;
        } catch (DateTimeParseException unreadable) {
            return true;
        }
    }
}
