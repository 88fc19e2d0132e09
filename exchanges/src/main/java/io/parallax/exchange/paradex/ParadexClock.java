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
/// trip counts, because it leaves the least room for error. Thread: gateway loop only.
final class ParadexClock {
    private static final int KEPT = 5;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private record Measurement(long skewMillis, long uncertaintyMillis) {}

    private final IoLoop loop;
    private final ParadexRest rest;
    private final long timeoutMillis;
    private final ExchangeEventSink events;
    private final Deque<Measurement> last = new ArrayDeque<>(KEPT);
    private long skewMillis;

    ParadexClock(IoLoop loop, ParadexRest rest, ParadexConfig config, ExchangeEventSink events) {
        this.loop = loop;
        this.rest = rest;
        this.timeoutMillis = config.timings().requestReply();
        this.events = events;
    }

    /// The exchange's time now, at best knowledge.
    long exchangeEpochMillis() {
        return loop.epochMillis() + skewMillis;
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

    private void take(long serverEpochMillis, long askedNanos, long receivedNanos) {
        long nowEpochMillis = loop.epochMillis() - (loop.nanoTime() - receivedNanos) / NANOS_PER_MILLI;
        long roundTripMillis = (receivedNanos - askedNanos) / NANOS_PER_MILLI;
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        // The server looked at its clock about half a round trip before the answer came.
        last.addLast(new Measurement(
                serverEpochMillis + roundTripMillis / 2 - nowEpochMillis, Math.ceilDiv(roundTripMillis, 2L)));
        Measurement best = last.stream()
                .min(Comparator.comparingLong(Measurement::uncertaintyMillis))
                .orElseThrow();
        skewMillis = best.skewMillis();
        events.onEvent(
                new ClockMeasured(ExchangeId.PARADEX, best.skewMillis(), best.uncertaintyMillis(), receivedNanos));
    }
}
