package io.parallax.simulator;

import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.ExchangeEventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Keeps everything an adapter tells, and lets a test wait for it. Thread: any.
final class EventLog implements ExchangeEventSink {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long ASK_AGAIN_NANOS = 100_000_000L;

    private final List<ExchangeEvent> events = new ArrayList<>();
    private final Platform platform;

    EventLog(Platform platform) {
        this.platform = platform;
    }

    @Override
    public void onEvent(ExchangeEvent event) {
        synchronized (this) {
            events.add(event);
        }
        platform.onNews();
    }

    /// Something else changed that a test may wait for.
    void onChange() {
        platform.onNews();
    }

    synchronized <T extends ExchangeEvent> List<T> all(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The first event of a kind that fits, now or soon.
    <T extends ExchangeEvent> T await(Class<T> kind, Predicate<T> fits) {
        awaitTrue(kind.getSimpleName() + " that fits", () -> find(kind, fits, 0).isPresent());
        return find(kind, fits, 0).orElseThrow();
    }

    /// Asks, again and again, until an answer fits: exchanges show what happened only a little later.
    <T extends ExchangeEvent> T awaitAnswer(Class<T> kind, Predicate<T> fits, Runnable ask) {
        int from = size();
        long askedNanos = platform.nanoTime() - ASK_AGAIN_NANOS;
        long deadlineNanos = platform.nanoTime() + PATIENCE_NANOS;
        while (find(kind, fits, from).isEmpty()) {
            long nowNanos = platform.nanoTime();
            if (nowNanos - deadlineNanos > 0) {
                throw missing("answer of kind " + kind.getSimpleName() + " that fits");
            }
            if (nowNanos - askedNanos >= ASK_AGAIN_NANOS) {
                askedNanos = nowNanos;
                ask.run();
            }
            platform.pause();
        }
        return find(kind, fits, from).orElseThrow();
    }

    void awaitTrue(String what, BooleanSupplier condition) {
        long deadlineNanos = platform.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (platform.nanoTime() - deadlineNanos > 0) {
                throw missing(what);
            }
            platform.pause();
        }
    }

    private synchronized int size() {
        return events.size();
    }

    private synchronized <T extends ExchangeEvent> Optional<T> find(Class<T> kind, Predicate<T> fits, int from) {
        return events.subList(from, events.size()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(fits)
                .findFirst();
    }

    private synchronized AssertionError missing(String what) {
        StringBuilder seen = new StringBuilder("waited in vain for: " + what + "; seen so far:");
        events.forEach(event -> seen.append("\n  ").append(event));
        return new AssertionError(seen.toString());
    }
}
