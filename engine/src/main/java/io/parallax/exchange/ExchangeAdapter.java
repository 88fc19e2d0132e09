package io.parallax.exchange;

import io.parallax.instrument.ExchangeId;
import java.util.Optional;

/// Everything Parallax asks of an exchange. No method waits for the exchange and none throws for what the exchange
/// does: answers arrive as [ExchangeEvent]s at the sink the adapter was made with.
/// Thread: any; calls are handed to the adapter's own threads in order.
public interface ExchangeAdapter extends AutoCloseable {
    ExchangeId exchangeId();

    /// The exchange's name as people write it: `Vest`.
    String exchangeName();

    /// Loads the instruments, logs in, opens the streams, warms the order path; keeps all of it alive from then on,
    /// with back-off. Progress arrives as [ConnectionEvent]. Idempotent.
    void connect();

    /// Closes everything and stays down. Idempotent.
    void disconnect();

    /// Drops every connection and opens new ones. Books are void until their next snapshot.
    void reconnect();

    /// Keeps the book of an instrument coming, across reconnections.
    ///
    /// @param symbol the exchange's name of the instrument
    /// @param bookIndex how book events will name it
    void subscribeOrderbook(String symbol, int bookIndex);

    /// Voids the book and asks for a new snapshot.
    void resubscribeOrderbook(String symbol);

    /// Sends an order, exactly once. The order was registered by the caller before.
    void placeOrder(OrderRequest order);

    /// Asks for a cancel. Success only means that the exchange queued it.
    void cancelOrder(ClientOrderId id);

    /// Looks an order up wherever the exchange may show it.
    void queryOrder(ClientOrderId id);

    void queryOpenOrders();

    void queryPosition(String symbol);

    void queryBalance();

    /// Sets the leverage and reads it back.
    void setLeverage(String symbol, int leverage);

    /// Reads the leverage that is set.
    void queryLeverage(String symbol);

    /// The latest published book.
    Optional<OrderbookSnapshot> orderbook(String symbol);

    /// True while market data, private stream and order path are all ready.
    boolean isConnected();

    /// True when no book frame arrived for longer than the configured limit, or none ever.
    boolean isStale();

    @Override
    void close();

    /// Calls the method that a command names.
    default void execute(ExchangeCommand command) {
        switch (command) {
            case ExchangeCommand.PlaceOrder place -> placeOrder(place.order());
            case ExchangeCommand.CancelOrder cancel -> cancelOrder(cancel.id());
            case ExchangeCommand.QueryOrder query -> queryOrder(query.id());
            case ExchangeCommand.QueryPosition query -> queryPosition(query.symbol());
            case ExchangeCommand.QueryBalance _ -> queryBalance();
            case ExchangeCommand.QueryOpenOrders _ -> queryOpenOrders();
            case ExchangeCommand.SetLeverage set -> setLeverage(set.symbol(), set.leverage());
            case ExchangeCommand.QueryLeverage query -> queryLeverage(query.symbol());
            case ExchangeCommand.Resubscribe again -> resubscribeOrderbook(again.symbol());
        }
    }
}
