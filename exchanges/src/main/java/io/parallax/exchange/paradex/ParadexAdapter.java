package io.parallax.exchange.paradex;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.exchange.OrderbookSource;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.util.Map;
import java.util.Optional;

/// Paradex behind the common port. Books run on the feed loop, everything private on the gateway loop; the two
/// may be one. The loops belong to the caller. Thread: any.
public final class ParadexAdapter implements ExchangeAdapter {
    private final IoLoop feedLoop;
    private final IoLoop gatewayLoop;
    private final ParadexCounters counters = new ParadexCounters();
    private final ParadexFeed feed;
    private final ParadexGateway gateway;
    private final OrderbookSource published;

    /// @param events where everything but book changes goes
    /// @param books where book changes go
    /// @param published where the latest books can be read
    public ParadexAdapter(
            ParadexConfig config,
            IoLoop feedLoop,
            IoLoop gatewayLoop,
            ExchangeEventSink events,
            BookEventSink books,
            OrderbookSource published) {
        this.feedLoop = feedLoop;
        this.gatewayLoop = gatewayLoop;
        this.published = published;
        this.feed = new ParadexFeed(feedLoop, config, counters, events, books);
        this.gateway = new ParadexGateway(gatewayLoop, config, counters, events);
    }

    @Override
    public ExchangeId exchangeId() {
        return ExchangeId.PARADEX;
    }

    @Override
    public String exchangeName() {
        return "Paradex";
    }

    @Override
    public void connect() {
        feedLoop.execute(feed::start);
        gatewayLoop.execute(gateway::connect);
    }

    @Override
    public void disconnect() {
        feedLoop.execute(() -> feed.stop("disconnected"));
        gatewayLoop.execute(() -> gateway.disconnect("disconnected"));
    }

    @Override
    public void reconnect() {
        feedLoop.execute(feed::reconnect);
        gatewayLoop.execute(gateway::reconnect);
    }

    @Override
    public void subscribeOrderbook(String symbol, int bookIndex) {
        feedLoop.execute(() -> feed.subscribe(symbol, bookIndex));
        gatewayLoop.execute(() -> gateway.prepare(symbol));
    }

    @Override
    public void resubscribeOrderbook(String symbol) {
        feedLoop.execute(() -> feed.resubscribe(symbol));
    }

    @Override
    public void placeOrder(OrderRequest order) {
        long handedNanos = gatewayLoop.nanoTime();
        gatewayLoop.execute(() -> gateway.place(order, handedNanos));
    }

    @Override
    public void cancelOrder(ClientOrderId id) {
        gatewayLoop.execute(() -> gateway.cancel(id));
    }

    @Override
    public void queryOrder(ClientOrderId id) {
        gatewayLoop.execute(() -> gateway.queryOrder(id));
    }

    @Override
    public void queryOpenOrders() {
        gatewayLoop.execute(gateway::queryOpenOrders);
    }

    @Override
    public void queryPosition(String symbol) {
        gatewayLoop.execute(() -> gateway.queryPosition(symbol));
    }

    @Override
    public void queryBalance() {
        gatewayLoop.execute(gateway::queryBalance);
    }

    @Override
    public void setLeverage(String symbol, int leverage) {
        gatewayLoop.execute(() -> gateway.setLeverage(symbol, leverage));
    }

    @Override
    public void queryLeverage(String symbol) {
        gatewayLoop.execute(() -> gateway.queryLeverage(symbol));
    }

    @Override
    public Optional<OrderbookSnapshot> orderbook(String symbol) {
        return published.orderbook(ExchangeId.PARADEX, symbol);
    }

    @Override
    public boolean isConnected() {
        return feed.isReady() && gateway.isReady();
    }

    @Override
    public boolean isStale() {
        return feed.isStale();
    }

    /// What has been counted so far, by name: `book-gaps`, `orders-sent`.
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        feedLoop.execute(() -> feed.stop("closed"));
        gatewayLoop.execute(gateway::close);
    }
}
