package io.parallax.exchange.vest;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.transport.Backoff;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.util.SplittableRandom;

/// The state of one of the three streams: tells every change once, and how long to wait before the next attempt. An
/// attempt counts as good when the stream was ready for a while; until then waits keep growing.
/// Thread: its loop writes, any may ask [#isReady].
final class VestStream {
    private static final long GOOD_NANOS = 10_000_000_000L;

    private final Stream stream;
    private final IoLoop loop;
    private final ExchangeEventSink events;
    private final Backoff backoff;
    private volatile StreamState state = StreamState.LOST;
    private long readyNanos;

    VestStream(Stream stream, IoLoop loop, ExchangeEventSink events, VestConfig.Timings timings) {
        this.stream = stream;
        this.loop = loop;
        this.events = events;
        // Jitter needs no secrecy; the clock makes two instances differ and a virtual clock makes a run repeat.
        long seed = loop.epochMillis() * Stream.values().length + stream.name().hashCode();
        this.backoff = new Backoff(timings.backOffMin(), timings.backOffMax(), new SplittableRandom(seed));
    }

    boolean isReady() {
        return state == StreamState.READY;
    }

    StreamState state() {
        return state;
    }

    void become(StreamState next, String reason) {
        if (next == state) {
            return;
        }
        long nowNanos = loop.nanoTime();
        if (next == StreamState.READY) {
            readyNanos = nowNanos;
        } else if (isReady() && nowNanos - readyNanos >= GOOD_NANOS) {
            backoff.reset();
        }
        state = next;
        events.onEvent(new StreamChanged(ExchangeId.VEST, stream, next, reason, nowNanos));
    }

    /// Tells the loss, also of something that never was ready, and how long to wait before trying again.
    long lost(String reason) {
        become(StreamState.LOST, reason);
        return backoff.nextDelayNanos();
    }
}
