package io.parallax.engine;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ExchangeEvent;

/// Everything that can reach an engine. What it does follows from its settings and from these calls, in their order.
/// Thread: engine only.
public interface EngineInputs extends BookEventSink {
    /// Says what time it is, monotonic.
    void advanceTo(long nowNanos);

    /// Says what the calendar says, for what is counted by the day in UTC.
    void onWallClock(long epochMillis);

    /// A tick of the timer, every 25 ms.
    void onTick();

    /// News from an exchange.
    void onEvent(ExchangeEvent event);

    /// A command of the operator.
    void onOperator(OperatorCommand command);
}
