package io.parallax.simulator;

import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.ExchangeEventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Keeps everything an adapter tells, and lets a test wait for it. Thread: any.
final class EventLog implements ExchangeEventSink {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long ASK_AGAIN_NANOS = 100_000_000L;

    private final List<ExchangeEvent> events = new ArrayList<>();
    private final Semaphore news = new Semaphore(0);

    @Override
    public void onEvent(ExchangeEvent event) {
        synchronized (this) {
            events.add(event);
        }
        news.release();
    }

    /// Something else changed that a test may wait for.
    void onChange() {
        news.release();
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
        long askedNanos = System.nanoTime() - ASK_AGAIN_NANOS;
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        while (find(kind, fits, from).isEmpty()) {
            long nowNanos = System.nanoTime();
            if (nowNanos - deadlineNanos > 0) {
                throw missing("answer of kind " + kind.getSimpleName() + " that fits");
            }
            if (nowNanos - askedNanos >= ASK_AGAIN_NANOS) {
                askedNanos = nowNanos;
                ask.run();
            }
            pause();
        }
        return find(kind, fits, from).orElseThrow();
    }

    void awaitTrue(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw missing(what);
            }
            pause();
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

    /// Until the next news, or a moment: some conditions change without any.
    private void pause() {
        try {
            boolean _ = news.tryAcquire(10, TimeUnit.MILLISECONDS);
            news.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event", e);
        }
    }

    private synchronized AssertionError missing(String what) {
        StringBuilder seen = new StringBuilder("waited in vain for: " + what + "; seen so far:");
        events.forEach(event -> seen.append("\n  ").append(event));
        return new AssertionError(seen.toString());
    }
}
