package io.parallax.exchange;

import io.parallax.instrument.ExchangeId;

/// What the engine asks of an exchange. Thread: any; immutable. The answer is an [ExchangeEvent], later.
public sealed interface ExchangeCommand {
    ExchangeId exchange();

    /// Answered by order events.
    record PlaceOrder(OrderRequest order) implements ExchangeCommand {
        @Override
        public ExchangeId exchange() {
            return order.instrument().exchange();
        }
    }

    /// Answered by [OrderEvent.Updated] or [OrderEvent.CancelFailed].
    record CancelOrder(ExchangeId exchange, ClientOrderId id) implements ExchangeCommand {}

    /// Asks for the truth about one order: answered by [OrderEvent.Updated] with its fills, [OrderEvent.NotFound] or
    /// [OrderEvent.LookupFailed].
    record QueryOrder(ExchangeId exchange, ClientOrderId id) implements ExchangeCommand {}

    /// Answered by [AccountEvent.PositionReported].
    record QueryPosition(ExchangeId exchange, String symbol) implements ExchangeCommand {}

    /// Answered by [AccountEvent.BalanceReported].
    record QueryBalance(ExchangeId exchange) implements ExchangeCommand {}

    /// Answered by [AccountEvent.OpenOrdersReported].
    record QueryOpenOrders(ExchangeId exchange) implements ExchangeCommand {}

    /// Sets the leverage and reads it back: answered by [AccountEvent.LeverageReported].
    record SetLeverage(ExchangeId exchange, String symbol, int leverage) implements ExchangeCommand {}

    /// Reads the leverage and changes nothing: answered by [AccountEvent.LeverageReported].
    record QueryLeverage(ExchangeId exchange, String symbol) implements ExchangeCommand {}

    /// Throws away the present book and asks the exchange for a new one.
    record Resubscribe(ExchangeId exchange, String symbol) implements ExchangeCommand {}
}
