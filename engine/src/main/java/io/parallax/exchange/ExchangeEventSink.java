package io.parallax.exchange;

/// Where adapters put news. Thread: called by any adapter thread; must not block or throw. No event may be lost: an
/// implementation that is full must stop the engine from trading rather than drop.
@FunctionalInterface
public interface ExchangeEventSink {
    void onEvent(ExchangeEvent event);
}
