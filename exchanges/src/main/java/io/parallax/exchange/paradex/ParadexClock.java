package io.parallax.exchange.paradex;

import io.parallax.exchange.ConnectionEvent.ClockMeasured;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// The exchange's wall clock as seen from here. Of the last few measurements the one with the shortest round
/// trip counts, because it leaves the least room for error; those that a new one proves wrong are forgotten. The
/// estimate rests on the monotonic clock: a step of ours does not move it. Thread: gateway loop only.
final class ParadexClock {
    private static final int KEPT = 5;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /// @param offsetMillis the exchange's time minus the monotonic clock's
    private record Measurement(long offsetMillis, long uncertaintyMillis) {
        /// Whether no clock could have given both, two milliseconds of rounding aside.
        boolean contradicts(Measurement other) {
            return Math.abs(offsetMillis - other.offsetMillis) > uncertaintyMillis + other.uncertaintyMillis + 2;
        }
    }

    private final IoLoop loop;
    private final ParadexRest rest;
    private final long timeoutMillis;
    private final ExchangeEventSink events;
    private final Deque<Measurement> last = new ArrayDeque<>(KEPT);
    private boolean measured;
    private long offsetMillis;

    ParadexClock(IoLoop loop, ParadexRest rest, ParadexConfig config, ExchangeEventSink events) {
        this.loop = loop;
        this.rest = rest;
        this.timeoutMillis = config.timings().requestReply();
        this.events = events;
    }

    /// The exchange's time now, at best knowledge.
    long exchangeEpochMillis() {
        return measured ? monotonicMillis(loop.nanoTime()) + offsetMillis : loop.epochMillis();
    }

    /// @param whenDone told why it failed, or nothing
    void measure(Consumer<Optional<ExchangeError>> whenDone) {
        long askedNanos = loop.nanoTime();
        rest.getPublic("/system/time", timeoutMillis, new ParadexRest.Answer() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                take(ParadexCodec.serverEpochMillis(body), askedNanos, response.receivedNanos());
                whenDone.accept(Optional.empty());
            }

            @Override
            public void onError(ExchangeError error, Optional<ApiError> api) {
                whenDone.accept(Optional.of(error));
            }
        });
    }

    private static long monotonicMillis(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_MILLI);
    }

    private void take(long serverEpochMillis, long askedNanos, long receivedNanos) {
        long roundTripNanos = receivedNanos - askedNanos;
        // The server looked at its clock about half a round trip before the answer came.
        Measurement taken = new Measurement(
                serverEpochMillis - monotonicMillis(receivedNanos - roundTripNanos / 2),
                Math.ceilDiv(roundTripNanos, 2 * NANOS_PER_MILLI));
        last.removeIf(taken::contradicts);
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(taken);
        Measurement best = last.stream()
                .min(Comparator.comparingLong(Measurement::uncertaintyMillis))
                .orElseThrow();
        measured = true;
        offsetMillis = best.offsetMillis();
        events.onEvent(new ClockMeasured(
                ExchangeId.PARADEX,
                exchangeEpochMillis() - loop.epochMillis(),
                best.uncertaintyMillis(),
                receivedNanos));
    }
}
